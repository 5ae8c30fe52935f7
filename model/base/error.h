// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zonescope::base {

/// What makes sense after a failure. The transfer job reads this, never the code itself.
enum class Advice : std::uint8_t {
    None,        ///< nothing to do: informational, or the caller decides
    RetrySame,   ///< ask the same server again, another way (IXFR fault -> AXFR)
    NextAddress, ///< another address of the same primary may work
    NextPrimary, ///< this primary will not help now
    GiveUp,      ///< no server will help; an operator has to act
};

// One table for code, printed name and advice: the name is what logs, history rows and the JSON interface
// show, and what ui/text turns into a translated sentence. Never renumber or rename: history rows keep the
// names.
#define ZONESCOPE_ERROR_CODES(X)                                                                             \
    /* network */                                                                                            \
    X(TimedOut, "timed-out", NextAddress)                                                                    \
    X(ConnectionRefused, "connection-refused", NextAddress)                                                  \
    X(ConnectionClosed, "connection-closed", NextPrimary)                                                    \
    X(ConnectionReset, "connection-reset", NextPrimary)                                                      \
    X(HostUnreachable, "host-unreachable", NextAddress)                                                      \
    X(AddressInUse, "address-in-use", GiveUp)                                                                \
    X(PermissionDenied, "permission-denied", GiveUp)                                                         \
    X(SocketFailed, "socket-failed", NextAddress)                                                            \
    /* what a message said or failed to say */                                                               \
    X(Truncated, "truncated-message", NextPrimary)                                                           \
    X(MalformedName, "malformed-name", NextPrimary)                                                          \
    X(MalformedRecord, "malformed-record", NextPrimary)                                                      \
    X(MalformedMessage, "malformed-message", NextPrimary)                                                    \
    X(WrongId, "wrong-id", NextPrimary)                                                                      \
    X(WrongQuestion, "wrong-question", NextPrimary)                                                          \
    X(WrongClass, "wrong-class", NextPrimary)                                                                \
    X(NotAResponse, "not-a-response", NextPrimary)                                                           \
    X(WrongOpcode, "wrong-opcode", NextPrimary)                                                              \
    X(RcodeFormErr, "rcode-formerr", NextPrimary)                                                            \
    X(RcodeServFail, "rcode-servfail", NextPrimary)                                                          \
    X(RcodeNxDomain, "rcode-nxdomain", NextPrimary)                                                          \
    X(RcodeNotImp, "rcode-notimp", NextPrimary)                                                              \
    X(RcodeRefused, "rcode-refused", NextPrimary)                                                            \
    X(RcodeNotAuth, "rcode-notauth", NextPrimary)                                                            \
    X(RcodeOther, "rcode-other", NextPrimary)                                                                \
    X(NotAuthoritative, "not-authoritative", NextPrimary)                                                    \
    /* TSIG, RFC 8945 */                                                                                     \
    X(TsigMissing, "tsig-missing", NextPrimary)                                                              \
    X(TsigBadSignature, "tsig-badsig", NextPrimary)                                                          \
    X(TsigBadKey, "tsig-badkey", NextPrimary)                                                                \
    X(TsigBadTime, "tsig-badtime", NextPrimary)                                                              \
    X(TsigBadTruncation, "tsig-badtrunc", NextPrimary)                                                       \
    X(TsigMalformed, "tsig-malformed", NextPrimary)                                                          \
    X(TsigTooManyUnsigned, "tsig-too-many-unsigned", NextPrimary)                                            \
    X(TsigSecretMissing, "tsig-secret-missing", GiveUp)                                                      \
    /* AXFR (RFC 5936) and IXFR (RFC 1995) */                                                                \
    X(XfrNoSoa, "xfr-no-soa", NextPrimary)                                                                   \
    X(XfrSoaOwner, "xfr-soa-owner", NextPrimary)                                                             \
    X(XfrSoaInMiddle, "xfr-soa-in-middle", NextPrimary)                                                      \
    X(XfrSerialMismatch, "xfr-serial-mismatch", NextPrimary)                                                 \
    X(XfrDataAfterEnd, "xfr-data-after-end", NextPrimary)                                                    \
    X(XfrEmptyAnswer, "xfr-empty-answer", NextPrimary)                                                       \
    X(XfrIncomplete, "xfr-incomplete", NextPrimary)                                                          \
    X(XfrTooManyEmpty, "xfr-too-many-empty-messages", NextPrimary)                                           \
    X(IxfrRecordMissing, "ixfr-record-missing", RetrySame)                                                   \
    X(IxfrRecordExists, "ixfr-record-exists", RetrySame)                                                     \
    X(IxfrSerialGap, "ixfr-serial-gap", RetrySame)                                                           \
    X(IxfrWrongBase, "ixfr-wrong-base", RetrySame)                                                           \
    X(IxfrSingleSoa, "ixfr-single-soa", RetrySame)                                                           \
    X(SerialBackwards, "serial-backwards", NextPrimary)                                                      \
    X(SerialUndefined, "serial-undefined", GiveUp)                                                           \
    /* limits we set ourselves */                                                                            \
    X(LimitRecords, "limit-records", NextPrimary)                                                            \
    X(LimitBytes, "limit-bytes", NextPrimary)                                                                \
    X(LimitDuration, "limit-duration", NextPrimary)                                                          \
    X(LimitIdle, "limit-idle", NextPrimary)                                                                  \
    X(LimitRate, "limit-rate", NextPrimary)                                                                  \
    X(NetworkDrops, "network-drops", None)                                                                   \
    X(LimitRrset, "limit-rrset", NextPrimary)                                                                \
    /* the content of a zone */                                                                              \
    X(ZoneNoSoa, "zone-no-soa", NextPrimary)                                                                 \
    X(ZoneNoNs, "zone-no-ns", None)                                                                          \
    X(ZoneNameOutside, "zone-name-outside", None)                                                            \
    X(ZoneCnameAndOther, "zone-cname-and-other", None)                                                       \
    X(ZoneMixedTtl, "zone-mixed-ttl", None)                                                                  \
    X(ZoneExpired, "zone-expired", None)                                                                     \
    X(AllPrimariesFailed, "all-primaries-failed", GiveUp)                                                    \
    X(NoPrimary, "no-primary", GiveUp)                                                                       \
    /* what a person or a file entered */                                                                    \
    X(InvalidName, "invalid-name", GiveUp)                                                                   \
    X(InvalidAddress, "invalid-address", GiveUp)                                                             \
    X(InvalidPrefix, "invalid-prefix", GiveUp)                                                               \
    X(InvalidSecret, "invalid-secret", GiveUp)                                                               \
    X(InvalidValue, "invalid-value", GiveUp)                                                                 \
    X(UnknownField, "unknown-field", GiveUp)                                                                 \
    X(MissingField, "missing-field", GiveUp)                                                                 \
    X(UnknownReference, "unknown-reference", GiveUp)                                                         \
    X(Duplicate, "duplicate", GiveUp)                                                                        \
    X(StillInUse, "still-in-use", GiveUp)                                                                    \
    X(NotFound, "not-found", GiveUp)                                                                         \
    X(SyntaxError, "syntax-error", GiveUp)                                                                   \
    /* disk and database */                                                                                  \
    X(StoreOpen, "store-open", GiveUp)                                                                       \
    X(StoreFull, "store-full", GiveUp)                                                                       \
    X(StoreReadOnly, "store-read-only", GiveUp)                                                              \
    X(StoreCorrupt, "store-corrupt", GiveUp)                                                                 \
    X(StoreBusy, "store-busy", RetrySame)                                                                    \
    X(StoreFailed, "store-failed", GiveUp)                                                                   \
    X(FileFailed, "file-failed", GiveUp)                                                                     \
    /* ourselves */                                                                                          \
    X(Cancelled, "cancelled", None)                                                                          \
    X(Superseded, "superseded", None)                                                                        \
    X(ShuttingDown, "shutting-down", None)                                                                   \
    X(Unsupported, "unsupported", GiveUp)                                                                    \
    X(Internal, "internal", GiveUp)                                                                          \
    /* the content of a zone, found later: numbers never change */                                           \
    X(ZoneMissingAddress, "zone-missing-address", None)                                                      \
    X(ZoneDuplicateRecords, "zone-duplicate-records", None)                                                  \
    X(ZoneOccluded, "zone-occluded", None)                                                                   \
    X(ZonemdMissing, "zonemd-missing", NextPrimary)                                                          \
    X(ZonemdWrong, "zonemd-wrong", NextPrimary)                                                              \
    X(ZonemdUnusable, "zonemd-unusable", NextPrimary)                                                        \
    X(ZoneSeveralCnames, "zone-several-cnames", None)                                                        \
    X(ZoneBelowDname, "zone-below-dname", None)                                                              \
    X(ZoneTargetAlias, "zone-target-alias", None)                                                            \
    X(ZoneSoaTimers, "zone-soa-timers", None)                                                                \
    X(ZoneSignatureExpired, "zone-signature-expired", None)                                                  \
    X(ZoneSignatureExpiring, "zone-signature-expiring", None)                                                \
    X(ZoneDsWithoutNs, "zone-ds-without-ns", None)                                                           \
    X(ZoneNsecChain, "zone-nsec-chain", None)                                                                \
    X(ZoneWildcardNs, "zone-wildcard-ns", None)                                                              \
    X(OverrideConflict, "override-conflict", None)                                                           \
    X(FlattenFailed, "flatten-failed", None)                                                                 \
    X(CatalogBroken, "catalog-broken", None)                                                                 \
    X(CatalogMemberTaken, "catalog-member-taken", None)                                                      \
    /* TLS, RFC 9103 */                                                                                      \
    X(TlsSetup, "tls-setup", NextPrimary)                                                                    \
    X(TlsHandshake, "tls-handshake", NextAddress)                                                            \
    X(TlsCertificate, "tls-certificate", NextPrimary)                                                        \
    X(TlsWrongName, "tls-wrong-name", NextPrimary)                                                           \
    X(TlsExpired, "tls-expired", NextPrimary)                                                                \
    X(TlsVersion, "tls-version", NextPrimary)                                                                \
    X(TlsNoAlpn, "tls-no-alpn", NextPrimary)                                                                 \
    X(TlsClientRefused, "tls-client-refused", NextPrimary)                                                   \
    /* proxies on the way: SOCKS5 towards primaries, PROXY protocol towards us */                            \
    X(ProxyUnreachable, "proxy-unreachable", NextPrimary)                                                    \
    X(ProxyRefused, "proxy-refused", NextAddress)                                                            \
    X(ProxyAuthFailed, "proxy-auth-failed", NextPrimary)                                                     \
    X(ProxyWithoutUdp, "proxy-without-udp", RetrySame)                                                       \
    X(ProxyHeaderRefused, "proxy-header-refused", None)                                                      \
    X(NotifyQuota, "notify-quota", None)                                                                     \
    /* a test change: an UPDATE to a primary */                                                              \
    X(UpdateRefused, "update-refused", GiveUp)                                                               \
    X(UpdateNeedsKey, "update-needs-key", GiveUp)                                                            \
    X(UpdateUnderWay, "update-under-way", None)

enum class ErrorCode : std::uint16_t {
#define ZONESCOPE_CODE(code, name, advice) code,
    ZONESCOPE_ERROR_CODES(ZONESCOPE_CODE)
#undef ZONESCOPE_CODE
};

/// A failure: the code decides, the detail is for the log (English, never translated, never a secret).
/// A translated sentence is made from the code in ui/text.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string detail;

    friend bool operator==(const Error&, const Error&) = default;
};

/// Stable printed name, e.g. "tsig-badkey".
std::string_view errorName(ErrorCode code);
/// The code of a printed name; Internal when unknown (a newer program wrote the row).
ErrorCode errorFromName(std::string_view name);
Advice errorAdvice(ErrorCode code);
std::string_view adviceName(Advice advice);
/// "tsig-badkey: key k1. unknown to 192.0.2.1#53"
std::string toString(const Error& error);

} // namespace zonescope::base
