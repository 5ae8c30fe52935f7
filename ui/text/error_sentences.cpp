// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/error_sentences.h"

namespace zonescope::ui::text {

using C = base::ErrorCode;

ErrorText ErrorSentences::talking(C code)
{
    switch (code) {
    case C::TimedOut:
        return {tr("%1 did not answer in time."),
                tr("Check that it runs and that no firewall drops UDP or TCP port 53.")};
    case C::ConnectionRefused:
        return {tr("%1 refused the connection: nothing listens on this port."),
                tr("Check address and port and that the name server runs.")};
    case C::ConnectionClosed:
        return {tr("%1 closed the connection before its answer was complete."),
                tr("Its log says why; often an access list or a transfer limit there.")};
    case C::ConnectionReset:
        return {tr("%1 reset the connection."),
                tr("Check its log and any firewall between that may cut long connections.")};
    case C::HostUnreachable:
        return {tr("%1 cannot be reached: there is no route to its address."),
                tr("Check the address and our own network.")};
    case C::AddressInUse:
        return {tr("Another program already listens on this address and port."),
                tr("Stop that program or choose another port.")};
    case C::PermissionDenied:
        return {tr("The system does not allow this."),
                tr("Ports below 1024 need a special right; choose a higher port or grant it.")};
    case C::SocketFailed:
        return {tr("The system gave no working socket."),
                tr("Check the limit on open files and the local network set-up.")};
    case C::Truncated:
        return {tr("%1 sent a message that ends in the middle."),
                tr("Compare with dig; if it repeats, the server or a middlebox is faulty.")};
    case C::MalformedName:
        return {tr("%1 sent a message with a broken domain name."),
                tr("Compare with dig; if it repeats, the server is faulty.")};
    case C::MalformedRecord:
        return {tr("%1 sent a record whose content does not fit its type."),
                tr("Look for the record in the zone at the primary.")};
    case C::MalformedMessage:
        return {tr("%1 sent something that is not a DNS message."),
                tr("Check that a DNS server really listens on this port.")};
    case C::WrongId:
        return {tr("%1 answered with a wrong message number."),
                tr("Check for a middlebox that answers in its place.")};
    case C::WrongQuestion:
        return {tr("%1 answered another question than ours."),
                tr("Check for a middlebox that answers in its place.")};
    case C::WrongClass:
        return {tr("%1 answered with another class than IN."),
                tr("Check the configuration of the zone there.")};
    case C::NotAResponse:
        return {tr("%1 sent a message that is not an answer."),
                tr("Check that a DNS server really listens on this port.")};
    case C::WrongOpcode:
        return {tr("%1 answered with another kind of operation than we asked for."),
                tr("Check for a middlebox that answers in its place.")};
    case C::RcodeFormErr:
        return {tr("%1 does not understand our question (FORMERR)."),
                tr("It may be very old; try it without EDNS or without IXFR.")};
    case C::RcodeServFail:
        return {tr("%1 has the zone but cannot serve it (SERVFAIL)."),
                tr("The zone may not be loaded or has expired there; check its log.")};
    case C::RcodeNxDomain:
        return {tr("%1 does not know this name (NXDOMAIN)."), tr("Check the spelling of the zone.")};
    case C::RcodeNotImp:
        return {tr("%1 does not offer this operation (NOTIMP)."),
                tr("Set this primary to full transfers only.")};
    case C::RcodeRefused:
        return {tr("%1 refused (REFUSED)."),
                tr("Allow our address or our key in its access list for transfers.")};
    case C::RcodeNotAuth:
        return {tr("%1 is not authoritative for the zone or rejected our key (NOTAUTH)."),
                tr("Check that the zone is configured there and that the key matches.")};
    case C::RcodeOther:
        return {tr("%1 answered with an unusual error code."), tr("Its log says more.")};
    case C::NotAuthoritative:
        return {tr("%1 answers for the zone but not with authority."),
                tr("It is probably a resolver; use the address of a primary.")};
    case C::TsigMissing:
        return {tr("%1 answered without a signature although we signed."),
                tr("Check that the key %2 is configured there for this zone.")};
    case C::TsigBadSignature:
        return {tr("%1 has the key %2 with another secret (BADSIG)."),
                tr("Enter the same secret on both sides.")};
    case C::TsigBadKey:
        return {tr("%1 does not know the key %2 (BADKEY)."), tr("Check the key's name and algorithm there.")};
    case C::TsigBadTime:
        return {tr("%1 and this computer disagree about the time (BADTIME)."),
                tr("Check the clocks of both; TSIG allows 5 minutes.")};
    case C::TsigBadTruncation:
        return {tr("%1 does not accept the length of the signature (BADTRUNC)."),
                tr("Check the key's algorithm on both sides.")};
    case C::TsigMalformed:
        return {tr("%1 sent a signature that cannot be read."), tr("Check its version; its TSIG is faulty.")};
    case C::TsigTooManyUnsigned:
        return {tr("%1 sent more than 99 messages in a row without a signature."),
                tr("Nobody can vouch for the data; check its version.")};
    case C::TsigSecretMissing:
        return {tr("The secret of the key %2 is missing on this computer."),
                tr("Enter it in Settings under Keys.")};
    default:
        return {};
    }
}

ErrorText ErrorSentences::transfer(C code)
{
    switch (code) {
    case C::XfrNoSoa:
        return {tr("%1 did not begin the transfer with the SOA record."), tr("Check the zone there.")};
    case C::XfrSoaOwner:
        return {tr("%1 began the transfer with the SOA of another zone."), tr("Check the zone there.")};
    case C::XfrSoaInMiddle:
        return {tr("%1 sent an SOA record in the transfer where none may be."), tr("Compare with dig AXFR.")};
    case C::XfrSerialMismatch:
        return {tr("%1 changed the zone during the transfer."),
                tr("The next attempt takes the newer version.")};
    case C::XfrDataAfterEnd:
        return {tr("%1 sent more records after the end of the transfer."), tr("Compare with dig AXFR.")};
    case C::XfrEmptyAnswer:
        return {tr("%1 answered the transfer with nothing."), tr("Check its access list for transfers.")};
    case C::XfrIncomplete:
        return {tr("%1 ended the transfer before the closing SOA."),
                tr("Check its log; it gave up or was stopped.")};
    case C::XfrTooManyEmpty:
        return {tr("%1 keeps sending messages without records."), tr("Check its version; it is faulty.")};
    case C::IxfrRecordMissing:
        return {tr("%1 removes a record that is not there in its incremental transfer."),
                tr("A full transfer follows by itself.")};
    case C::IxfrRecordExists:
        return {tr("%1 adds a record that is already there in its incremental transfer."),
                tr("A full transfer follows by itself.")};
    case C::IxfrSerialGap:
        return {tr("%1 sent an incremental transfer whose steps do not follow each other."),
                tr("A full transfer follows by itself.")};
    case C::IxfrWrongBase:
        return {tr("%1 sent an incremental transfer that starts at another serial than ours."),
                tr("A full transfer follows by itself.")};
    case C::IxfrSingleSoa:
        return {tr("%1 announced a newer serial but has no differences for it."),
                tr("A full transfer follows by itself.")};
    case C::SerialBackwards:
        return {tr("%1 has an older serial than ours."),
                tr("Raise the serial there above ours, or force a full transfer with Shift+F5.")};
    case C::SerialUndefined:
        return {tr("%1 has a serial exactly half the circle from ours: neither older nor newer."),
                tr("Change the serial there by one and reload.")};
    case C::LimitRecords:
        return {tr("The transfer exceeded the limit on records."),
                tr("Raise the limit in the zone's settings if the zone is really that large.")};
    case C::LimitBytes:
        return {tr("The transfer exceeded the limit on bytes."),
                tr("Raise the limit in the zone's settings if the zone is really that large.")};
    case C::LimitDuration:
        return {tr("The transfer took longer than allowed."),
                tr("Raise the limit in the zone's settings or look for a slow network.")};
    case C::LimitIdle:
        return {tr("%1 stopped sending in the middle of the transfer."),
                tr("Check the network and the load of the primary.")};
    case C::LimitRate:
        return {tr("%1 sends slower than the limit allows."),
                tr("Check the network and the load of the primary.")};
    case C::NetworkDrops:
        return {
            tr("The kernel had no room for what came or went."),
            tr("Look at Network, Congestion, Host: a queue or a backlog is too small or the host too slow.")};
    case C::LimitRrset:
        return {tr("The zone has a name with more records of one type than allowed."),
                tr("Check the zone at the primary.")};
    case C::ZoneNoSoa:
        return {tr("%3 has no SOA record at its top."), tr("Check the zone at the primary.")};
    case C::ZoneNoNs:
        return {tr("%3 has no NS record at its top."),
                tr("Resolvers may not follow it; check the zone at the primary.")};
    case C::ZoneNameOutside:
        return {tr("%3 contains names outside itself; they were left out."),
                tr("Check the zone at the primary.")};
    case C::ZoneCnameAndOther:
        return {tr("%3 has a name with a CNAME and other records."),
                tr("Resolvers disagree about such names; keep only one of them.")};
    case C::ZoneMixedTtl:
        return {tr("%3 has records of one name and type with different TTLs."),
                tr("The lowest one is used.")};
    case C::ZoneMissingAddress:
        return {tr("%3 points to names inside itself that have no address."),
                tr("Look for misspelt names or missing A and AAAA records at the primary.")};
    case C::ZoneDuplicateRecords:
        return {tr("%3 came with the same record several times."), tr("Each is kept once.")};
    case C::ZoneOccluded:
        return {tr("%3 has records below a delegation."),
                tr("They are kept but never served as answers; remove them at the primary.")};
    case C::ZonemdMissing:
        return {tr("%3 has no digest of itself (ZONEMD), but one is required."),
                tr("Let the primary publish one, or require none in the zone's settings.")};
    case C::ZonemdWrong:
        return {tr("%3 does not fit its own digest (ZONEMD): the data are not what was published."),
                tr("The version before is still served. Transfer again; if it repeats, check the primary.")};
    case C::ZonemdUnusable:
        return {tr("The digest of %3 (ZONEMD) cannot be checked."),
                tr("Its serial is not the zone's, or its kind is unknown; check the zone at the primary.")};
    case C::ZoneSeveralCnames:
        return {tr("%3 has a name with several CNAME records."), tr("Keep only one of them.")};
    case C::ZoneBelowDname:
        return {tr("%3 has records below a DNAME."),
                tr("They are never served as answers; remove them at the primary.")};
    case C::ZoneTargetAlias:
        return {tr("%3 has an NS, MX or SRV record that points to an alias."),
                tr("Point it to the name that has the addresses.")};
    case C::ZoneSoaTimers:
        return {tr("The SOA of %3 has timers that make no sense together."),
                tr("RETRY below REFRESH, and EXPIRE above both, is what works.")};
    case C::ZoneSignatureExpired:
        return {tr("%3 has signatures that have expired."),
                tr("Validating resolvers refuse these names: sign the zone again.")};
    case C::ZoneSignatureExpiring:
        return {tr("%3 has signatures that expire soon."), tr("Check that the signer still runs.")};
    case C::ZoneDsWithoutNs:
        return {tr("%3 has a DS record where there is no delegation."),
                tr("Add the NS records or remove the DS.")};
    case C::ZoneNsecChain:
        return {tr("The chain of NSEC records of %3 has holes."),
                tr("Validating resolvers may refuse answers: sign the zone again.")};
    case C::ZoneWildcardNs:
        return {tr("%3 delegates a wildcard."), tr("Resolvers disagree about such a delegation.")};
    case C::OverrideConflict:
        return {tr("Own records of %3 do not go together with what was transferred."),
                tr("Look at them in the zone's settings.")};
    case C::FlattenFailed:
        return {tr("The addresses for the top of %3 could not be looked up."),
                tr("The last good ones are kept. Check the target name and the resolvers.")};
    case C::CatalogBroken:
        return {tr("The catalog %3 is broken: none of its members was changed."),
                tr("Check it at the primary: it needs one version record \"2\" and unique members.")};
    case C::CatalogMemberTaken:
        return {tr("The catalog %3 has a member that already is a zone here."),
                tr("It was left as it is: remove that zone, or let its catalog give it up.")};
    case C::TlsSetup:
        return {tr("TLS to %1 cannot be set up with the files it is given."),
                tr("Look at the certificate, key and CA files of this primary's TLS settings.")};
    case C::TlsHandshake:
        return {tr("%1 did not agree on a TLS connection."),
                tr("Check that it offers zone transfers over TLS on this port.")};
    case C::TlsCertificate:
        return {tr("The TLS certificate of %1 is not trusted."),
                tr("Give the CA file that signed it, or the pin of its public key.")};
    case C::TlsWrongName:
        return {tr("The TLS certificate of %1 is for another name."),
                tr("Set the server name to the one that the certificate holds.")};
    case C::TlsExpired:
        return {tr("The TLS certificate of %1 is outside its period of validity."),
                tr("The primary needs a new certificate; check both clocks.")};
    case C::TlsVersion:
        return {tr("%1 does not speak TLS 1.3."), tr("Transfers over TLS need version 1.3 (RFC 9103).")};
    case C::TlsNoAlpn:
        return {tr("%1 did not select DNS over TLS."),
                tr("Another service may answer on this port; the protocol name \"dot\" is needed.")};
    case C::TlsClientRefused:
        return {tr("%1 refused our TLS certificate, or wants one."),
                tr("Set our certificate and its key in this primary's TLS settings.")};
    case C::ProxyUnreachable:
        return {tr("The proxy on the way to %1 cannot be reached."),
                tr("The primary itself was not asked. Check that the proxy runs and its address is right.")};
    case C::ProxyRefused:
        return {tr("The proxy on the way to %1 refused the connection."),
                tr("The primary itself was not asked. Look at the rules of the proxy.")};
    case C::ProxyAuthFailed:
        return {tr("The proxy on the way to %1 does not accept our user and password."),
                tr("The primary itself was not asked. Correct the proxy's user and password in Settings.")};
    case C::ProxyWithoutUdp:
        return {tr("The proxy on the way to %1 forwards no UDP: its serial is asked for over TCP."),
                tr("Nothing needs to be done; a proxy with UDP would be faster.")};
    case C::ProxyHeaderRefused:
        return {tr("A PROXY header came from an address that is no listed load balancer."),
                tr("If it is yours, add its address to the load balancers in Settings.")};
    case C::NotifyQuota:
        return {tr("One sender sent more NOTIFY messages than we take from one address."),
                tr("Look why it repeats them; what it announced before is being handled.")};
    case C::UpdateRefused:
        return {tr("%1 does not take the test change."),
                tr("Allow updates with this key there: update-policy in BIND, an ACL with the action update "
                   "in Knot DNS, "
                   "dnsupdate in PowerDNS. NSD takes none.")};
    case C::UpdateNeedsKey:
        return {tr("A test change has to be signed, and no primary of %3 has a key."),
                tr("Give one of its primaries a key in its settings.")};
    case C::UpdateUnderWay:
        return {tr("A test change of %3 is under way."), tr("Wait until it is answered.")};
    case C::ZoneExpired:
        return {tr("%3 has expired: no primary answered for as long as its SOA allows."),
                tr("Press F5 to try all primaries now.")};
    case C::AllPrimariesFailed:
        return {tr("No primary could deliver %3."), tr("The transfers tab shows what each one said.")};
    case C::NoPrimary:
        return {tr("%3 has no primary."), tr("Add one in the zone's settings.")};
    default:
        return {};
    }
}

ErrorText ErrorSentences::local(C code)
{
    switch (code) {
    case C::InvalidName:
        return {tr("This is not a valid domain name."),
                tr("Labels have at most 63 characters and names 255.")};
    case C::InvalidAddress:
        return {tr("This is not an IP address."),
                tr("Write 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:5353.")};
    case C::InvalidPrefix:
        return {tr("This is not an address range."), tr("Write 192.0.2.0/24 or 2001:db8::/32.")};
    case C::InvalidSecret:
        return {tr("The secret is not valid base64."),
                tr("Copy it again, without quotation marks and spaces.")};
    case C::InvalidValue:
        return {tr("A value is out of range."), tr("The field's hint shows what is allowed.")};
    case C::UnknownField:
        return {tr("There is a field with an unknown name."), tr("Check its spelling.")};
    case C::MissingField:
        return {tr("A required field is missing."), tr("Fill it in.")};
    case C::UnknownReference:
        return {tr("Something refers to an entry that does not exist."),
                tr("It may have been removed; choose another one.")};
    case C::Duplicate:
        return {tr("This name is already taken."), tr("Choose another name or edit the existing entry.")};
    case C::StillInUse:
        return {tr("This entry is still in use."), tr("Remove it from its users first.")};
    case C::NotFound:
        return {tr("This entry does not exist any more."), QString()};
    case C::SyntaxError:
        return {tr("The text cannot be read."), tr("Check the line that is named.")};
    case C::StoreOpen:
        return {tr("The database cannot be opened."), tr("Check the data folder and its rights.")};
    case C::StoreFull:
        return {tr("The disk is full: history is not being written."),
                tr("Free some space; transfers go on meanwhile.")};
    case C::StoreReadOnly:
        return {tr("The data folder cannot be written."),
                tr("Check its rights and whether the disk is mounted read-only.")};
    case C::StoreCorrupt:
        return {tr("The database is damaged."), tr("Move it away and start again; zones are fetched anew.")};
    case C::StoreBusy:
        return {tr("The database is busy."),
                tr("Check whether another Zonescope uses the same data folder.")};
    case C::StoreFailed:
        return {tr("The database reported an error."), tr("Check the disk; the log has the details.")};
    case C::FileFailed:
        return {tr("A file cannot be read or written."),
                tr("Check the path, the rights and the free space.")};
    case C::Cancelled:
        return {tr("It was cancelled."), QString()};
    case C::Superseded:
        return {tr("Somebody else changed the settings meanwhile."),
                tr("Look at the new values and try again.")};
    case C::ShuttingDown:
        return {tr("Zonescope is closing; the work continues at the next start."), QString()};
    case C::Unsupported:
        return {tr("This is not supported."), QString()};
    case C::Internal:
        return {tr("Zonescope made a mistake."), tr("Please report it with the lines of the log.")};
    default:
        return {};
    }
}

} // namespace zonescope::ui::text
