<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Overview</source>
        <translation>&amp;Übersicht</translation>
    </message>
    <message>
        <source>&amp;Zones</source>
        <translation>&amp;Zonen</translation>
    </message>
    <message>
        <source>&amp;Propagation</source>
        <translation>&amp;Verbreitung</translation>
    </message>
    <message>
        <source>P&amp;rimaries</source>
        <translation>&amp;Primärserver</translation>
    </message>
    <message>
        <source>R&amp;eports</source>
        <translation>&amp;Berichte</translation>
    </message>
    <message>
        <source>&amp;Activity</source>
        <translation>&amp;Ereignisse</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>Ein&amp;stellungen</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>Zu&amp;rück</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>Vor&amp;wärts</translation>
    </message>
    <message>
        <source>Search or run a &amp;command…</source>
        <translation>Suchen oder &amp;Befehl ausführen …</translation>
    </message>
    <message>
        <source>&amp;Transfer now</source>
        <translation>Jetzt &amp;übertragen</translation>
    </message>
    <message>
        <source>Transfer in &amp;full</source>
        <translation>&amp;Vollständig übertragen</translation>
    </message>
    <message>
        <source>Transfer fro&amp;m…</source>
        <translation>Übertragen v&amp;on …</translation>
    </message>
    <message>
        <source>&amp;Probe the edges now</source>
        <translation>Edges jetzt &amp;fragen</translation>
    </message>
    <message>
        <source>&amp;Cancel the transfer</source>
        <translation>Transfer ab&amp;brechen</translation>
    </message>
    <message>
        <source>&amp;Add zones…</source>
        <translation>Zonen &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>Pa&amp;use or resume</source>
        <translation>&amp;Anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Remove zones…</source>
        <translation>Zonen &amp;entfernen …</translation>
    </message>
    <message>
        <source>&amp;Filter this page</source>
        <translation>Diese Seite &amp;filtern</translation>
    </message>
    <message>
        <source>Show or hide the &amp;inspector</source>
        <translation>&amp;Inspektor zeigen oder verbergen</translation>
    </message>
    <message>
        <source>&amp;Close the innermost thing</source>
        <translation>Das Innerste &amp;schließen</translation>
    </message>
    <message>
        <source>&amp;Live on or off</source>
        <translation>&amp;Live ein oder aus</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren …</translation>
    </message>
    <message>
        <source>Light or &amp;dark</source>
        <translation>Hell oder &amp;dunkel</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>A&amp;bout Zonescope</source>
        <translation>&amp;Über Zonescope</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zonen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Net&amp;work</source>
        <translation>&amp;Netz</translation>
    </message>
    <message>
        <source>Clo&amp;ud</source>
        <translation>Clo&amp;ud</translation>
    </message>
    <message>
        <source>Open a cloud &amp;folder…</source>
        <translation>Einen Cloud-&amp;Ordner öffnen …</translation>
    </message>
    <message>
        <source>Open a cloud &amp;snapshot…</source>
        <translation>Einen Cloud-&amp;Schnappschuss öffnen …</translation>
    </message>
    <message>
        <source>Sa&amp;ve the cloud snapshot…</source>
        <translation>Den Cloud-Schnappschuss s&amp;peichern …</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Cloud</translation>
    </message>
    <message>
        <source>&amp;Send a test change…</source>
        <translation>Teständerung &amp;senden…</translation>
    </message>
</context>
<context>
    <name>Bars</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>together: %1</source>
        <translation>zusammen: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n Balken</numerusform>
            <numerusform>%n Balken</numerusform>
        </translation>
    </message>
    <message>
        <source>the longest is %1 with %2</source>
        <translation>der längste ist %1 mit %2</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>Nothing in this time range</source>
        <translation>Nichts in diesem Zeitraum</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
</context>
<context>
    <name>CloudText</name>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>Route table</source>
        <translation>Routentabelle</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Packet filter</source>
        <translation>Paketfilter</translation>
    </message>
    <message>
        <source>Network ACL</source>
        <translation>Netz-ACL</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Schnittstelle</translation>
    </message>
    <message>
        <source>Instance</source>
        <translation>Instanz</translation>
    </message>
    <message>
        <source>Public address</source>
        <translation>Öffentliche Adresse</translation>
    </message>
    <message>
        <source>Internet gateway</source>
        <translation>Internet-Gateway</translation>
    </message>
    <message>
        <source>NAT gateway</source>
        <translation>NAT-Gateway</translation>
    </message>
    <message>
        <source>VPN gateway</source>
        <translation>VPN-Gateway</translation>
    </message>
    <message>
        <source>VPN tunnel</source>
        <translation>VPN-Tunnel</translation>
    </message>
    <message>
        <source>VPN peer</source>
        <translation>VPN-Gegenstelle</translation>
    </message>
    <message>
        <source>BGP router</source>
        <translation>BGP-Router</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Hub attachment</source>
        <translation>Hub-Anschluss</translation>
    </message>
    <message>
        <source>Hub route table</source>
        <translation>Hub-Routentabelle</translation>
    </message>
    <message>
        <source>Peering</source>
        <translation>Peering</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Load balancer</source>
        <translation>Lastverteiler</translation>
    </message>
    <message>
        <source>Prefix list</source>
        <translation>Präfixliste</translation>
    </message>
    <message>
        <source>DNS zone</source>
        <translation>DNS-Zone</translation>
    </message>
    <message>
        <source>DNS record</source>
        <translation>DNS-Eintrag</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Etwas anderes</translation>
    </message>
    <message>
        <source>is in</source>
        <translation>ist in</translation>
    </message>
    <message>
        <source>is attached to</source>
        <translation>hängt an</translation>
    </message>
    <message>
        <source>is used with</source>
        <translation>gehört zu</translation>
    </message>
    <message>
        <source>routes to</source>
        <translation>routet zu</translation>
    </message>
    <message>
        <source>peers with</source>
        <translation>hat Peering mit</translation>
    </message>
    <message>
        <source>tunnels to</source>
        <translation>hat einen Tunnel zu</translation>
    </message>
    <message>
        <source>resolves to</source>
        <translation>verweist auf</translation>
    </message>
    <message>
        <source>refers to</source>
        <translation>nennt</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>enthält</translation>
    </message>
    <message>
        <source>has attached</source>
        <translation>hat angeschlossen</translation>
    </message>
    <message>
        <source>is used by</source>
        <translation>wird benutzt von</translation>
    </message>
    <message>
        <source>gets routes from</source>
        <translation>ist Routenziel von</translation>
    </message>
    <message>
        <source>is peered by</source>
        <translation>ist Peering-Partner von</translation>
    </message>
    <message>
        <source>ends the tunnel of</source>
        <translation>ist Tunnelende von</translation>
    </message>
    <message>
        <source>is the answer of</source>
        <translation>ist Antwort von</translation>
    </message>
    <message>
        <source>is named by</source>
        <translation>wird genannt von</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>Verweigert</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <translation>Unerreichbar</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Connected networks share addresses</source>
        <translation>Verbundene Netze haben gemeinsame Adressen</translation>
    </message>
    <message>
        <source>Networks share addresses</source>
        <translation>Netze haben gemeinsame Adressen</translation>
    </message>
    <message>
        <source>A route leads nowhere</source>
        <translation>Eine Route führt ins Leere</translation>
    </message>
    <message>
        <source>A route&apos;s target is gone</source>
        <translation>Das Ziel einer Route ist weg</translation>
    </message>
    <message>
        <source>No way back through a peering</source>
        <translation>Kein Rückweg durch ein Peering</translation>
    </message>
    <message>
        <source>A peering is not active</source>
        <translation>Ein Peering ist nicht aktiv</translation>
    </message>
    <message>
        <source>Open to the world</source>
        <translation>Offen für alle Welt</translation>
    </message>
    <message>
        <source>A rule admits everybody, nothing public is behind it</source>
        <translation>Eine Regel lässt alle durch, nichts Öffentliches steht dahinter</translation>
    </message>
    <message>
        <source>A rule adds nothing</source>
        <translation>Eine Regel bewirkt nichts</translation>
    </message>
    <message>
        <source>A packet filter guards nothing</source>
        <translation>Ein Paketfilter schützt nichts</translation>
    </message>
    <message>
        <source>A public address is not used</source>
        <translation>Eine öffentliche Adresse ist unbenutzt</translation>
    </message>
    <message>
        <source>A gateway is not attached</source>
        <translation>Ein Gateway ist nicht angeschlossen</translation>
    </message>
    <message>
        <source>No route uses a NAT gateway</source>
        <translation>Keine Route benutzt ein NAT-Gateway</translation>
    </message>
    <message>
        <source>No subnet uses a route table</source>
        <translation>Kein Subnetz benutzt eine Routentabelle</translation>
    </message>
    <message>
        <source>A tunnel is down</source>
        <translation>Ein Tunnel ist ausgefallen</translation>
    </message>
    <message>
        <source>One tunnel of a connection is down</source>
        <translation>Ein Tunnel einer Verbindung ist ausgefallen</translation>
    </message>
    <message>
        <source>A subnet is nearly full</source>
        <translation>Ein Subnetz ist fast voll</translation>
    </message>
    <message>
        <source>A route table is near its limit</source>
        <translation>Eine Routentabelle ist nahe ihrer Grenze</translation>
    </message>
    <message>
        <source>A packet filter is near its limit</source>
        <translation>Ein Paketfilter ist nahe seiner Grenze</translation>
    </message>
    <message>
        <source>Traffic to the shared addresses stays where it starts. Renumber one side.</source>
        <translation>Verkehr zu den gemeinsamen Adressen bleibt, wo er beginnt. Nummerieren Sie eine Seite um.</translation>
    </message>
    <message>
        <source>They cannot be connected later without renumbering.</source>
        <translation>Ohne Umnummerieren lassen sie sich später nicht verbinden.</translation>
    </message>
    <message>
        <source>Packets that match it are dropped. Give it a target that exists, or remove it.</source>
        <translation>Passende Pakete werden verworfen. Geben Sie ihr ein vorhandenes Ziel, oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>Give it a target that exists, or remove it.</source>
        <translation>Geben Sie ihr ein vorhandenes Ziel, oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>Add a route back through the peering on this side.</source>
        <translation>Ergänzen Sie auf dieser Seite eine Route zurück durch das Peering.</translation>
    </message>
    <message>
        <source>Accept it on the other side, or remove it.</source>
        <translation>Nehmen Sie es auf der anderen Seite an, oder entfernen Sie es.</translation>
    </message>
    <message>
        <source>Admit only the addresses that need it.</source>
        <translation>Lassen Sie nur die Adressen durch, die es brauchen.</translation>
    </message>
    <message>
        <source>It becomes an exposure as soon as something gets a public address.</source>
        <translation>Sobald etwas eine öffentliche Adresse bekommt, steht es offen.</translation>
    </message>
    <message>
        <source>Another rule of the same filter admits as much. Remove it.</source>
        <translation>Eine andere Regel desselben Filters lässt ebenso viel durch. Entfernen Sie sie.</translation>
    </message>
    <message>
        <source>Remove it, or attach it to what it was made for.</source>
        <translation>Entfernen Sie ihn, oder schließen Sie ihn an das an, wofür er gemacht ist.</translation>
    </message>
    <message>
        <source>It costs money. Release it, but remove its DNS records before.</source>
        <translation>Sie kostet Geld. Geben Sie sie frei, aber entfernen Sie vorher ihre DNS-Einträge.</translation>
    </message>
    <message>
        <source>Attach it, or remove it.</source>
        <translation>Schließen Sie es an, oder entfernen Sie es.</translation>
    </message>
    <message>
        <source>It costs money. Route a subnet through it, or remove it.</source>
        <translation>Es kostet Geld. Routen Sie ein Subnetz hindurch, oder entfernen Sie es.</translation>
    </message>
    <message>
        <source>Remove it, or associate it with a subnet.</source>
        <translation>Entfernen Sie sie, oder verbinden Sie sie mit einem Subnetz.</translation>
    </message>
    <message>
        <source>Compare both ends: address, key, proposals, and what the provider logs.</source>
        <translation>Vergleichen Sie beide Enden: Adresse, Schlüssel, Vorschläge und was der Anbieter protokolliert.</translation>
    </message>
    <message>
        <source>It works without a spare. Bring the second tunnel up.</source>
        <translation>Sie läuft ohne Ersatz. Bringen Sie den zweiten Tunnel in Gang.</translation>
    </message>
    <message>
        <source>New interfaces will soon fail. Add a subnet, or release addresses.</source>
        <translation>Neue Schnittstellen werden bald scheitern. Ergänzen Sie ein Subnetz, oder geben Sie Adressen frei.</translation>
    </message>
    <message>
        <source>Merge prefixes, or ask the provider for more.</source>
        <translation>Fassen Sie Präfixe zusammen, oder erbitten Sie beim Anbieter mehr.</translation>
    </message>
    <message>
        <source>Merge rules, or use a prefix list.</source>
        <translation>Fassen Sie Regeln zusammen, oder nehmen Sie eine Präfixliste.</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>Unseres</translation>
    </message>
    <message>
        <source>Private answer</source>
        <translation>Private Antwort</translation>
    </message>
    <message>
        <source>Dangling</source>
        <translation>Verwaist</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>Anderswo</translation>
    </message>
    <message>
        <source>A resource of this snapshot has it.</source>
        <translation>Eine Ressource dieses Schnappschusses hat es.</translation>
    </message>
    <message>
        <source>Everybody may ask for this name, but only insiders can use the answer.</source>
        <translation>Alle dürfen nach diesem Namen fragen, doch nur von innen ist die Antwort brauchbar.</translation>
    </message>
    <message>
        <source>What it points at is none of ours any more: somebody else may get it, and with it the name. Remove the record, or point it elsewhere.</source>
        <translation>Worauf er zeigt, gehört uns nicht mehr: Jemand anders kann es bekommen und mit ihm den Namen. Entfernen Sie den Eintrag, oder lassen Sie ihn auf anderes zeigen.</translation>
    </message>
    <message>
        <source>Nothing in this snapshot has it, and there is no sign that anything ever had.</source>
        <translation>Nichts in diesem Schnappschuss hat es, und nichts deutet darauf hin, dass es je so war.</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Reachable</source>
        <translation>Erreichbar</translation>
    </message>
    <message>
        <source>Reachable on the ports %1 only</source>
        <translation>Nur auf den Ports %1 erreichbar</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Unknown: a part of the way is not modelled</source>
        <translation>Unbekannt: Ein Teil des Weges ist nicht nachgebildet</translation>
    </message>
    <message>
        <source>%1 keeps %2 inside the network.</source>
        <translation>%1 behält %2 im Netz.</translation>
    </message>
    <message>
        <source>The way is the internet, through %1.</source>
        <translation>Der Weg ist das Internet, durch %1.</translation>
    </message>
    <message>
        <source>%2 goes through the NAT gateway %1.</source>
        <translation>%2 geht durch das NAT-Gateway %1.</translation>
    </message>
    <message>
        <source>%2 goes through the peering %1.</source>
        <translation>%2 geht durch das Peering %1.</translation>
    </message>
    <message>
        <source>%2 goes through the hub %1.</source>
        <translation>%2 geht durch den Hub %1.</translation>
    </message>
    <message>
        <source>%2 goes through the router %1.</source>
        <translation>%2 geht durch den Router %1.</translation>
    </message>
    <message>
        <source>It arrives at %2 %1</source>
        <translation>Es kommt an bei %2 %1</translation>
    </message>
    <message>
        <source>The packet filter %1 admits it: %2</source>
        <translation>Der Paketfilter %1 lässt es durch: %2</translation>
    </message>
    <message>
        <source>The packet filter %1 refuses it. %2</source>
        <translation>Der Paketfilter %1 weist es ab. %2</translation>
    </message>
    <message>
        <source>The network ACL %1 admits it: %2</source>
        <translation>Die Netz-ACL %1 lässt es durch: %2</translation>
    </message>
    <message>
        <source>The network ACL %1 refuses it: %2</source>
        <translation>Die Netz-ACL %1 weist es ab: %2</translation>
    </message>
    <message>
        <source>%1 has no route to %2.</source>
        <translation>%1 hat keine Route zu %2.</translation>
    </message>
    <message>
        <source>A route of %1 leads nowhere, its target is gone: %2</source>
        <translation>Eine Route von %1 führt ins Leere, ihr Ziel ist weg: %2</translation>
    </message>
    <message>
        <source>A route of %1 drops it: %2</source>
        <translation>Eine Route von %1 verwirft es: %2</translation>
    </message>
    <message>
        <source>%1 has no public address. %2</source>
        <translation>%1 hat keine öffentliche Adresse. %2</translation>
    </message>
    <message>
        <source>The peering %1 is not active (%2).</source>
        <translation>Das Peering %1 ist nicht aktiv (%2).</translation>
    </message>
    <message>
        <source>The route leads into %1, which does not have %2.</source>
        <translation>Die Route führt in %1, wo es %2 nicht gibt.</translation>
    </message>
    <message>
        <source>Nobody outside gets into %1: its way out is no way in. %2</source>
        <translation>Niemand von außen kommt in %1: Der Weg hinaus ist kein Weg hinein. %2</translation>
    </message>
    <message>
        <source>The answer finds no way: %1 has no route to %2.</source>
        <translation>Die Antwort findet keinen Weg: %1 hat keine Route zu %2.</translation>
    </message>
    <message>
        <source>Not modelled: what is behind %1. %2</source>
        <translation>Nicht nachgebildet: was hinter %1 liegt. %2</translation>
    </message>
    <message>
        <source>The routes of %1 were not read. %2</source>
        <translation>Die Routen von %1 wurden nicht gelesen. %2</translation>
    </message>
    <message>
        <source>Whether %1 admits it depends on something that was not read: %2</source>
        <translation>Ob %1 es durchlässt, hängt von etwas ab, das nicht gelesen wurde: %2</translation>
    </message>
    <message>
        <source>Both ends are outside. %1%2</source>
        <translation>Beide Enden liegen außerhalb. %1%2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>the network itself</source>
        <translation>das Netz selbst</translation>
    </message>
    <message>
        <source>internet gateway</source>
        <translation>Internet-Gateway</translation>
    </message>
    <message>
        <source>egress-only gateway</source>
        <translation>Gateway nur nach außen</translation>
    </message>
    <message>
        <source>peering</source>
        <translation>Peering</translation>
    </message>
    <message>
        <source>hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>interface</source>
        <translation>Schnittstelle</translation>
    </message>
    <message>
        <source>instance</source>
        <translation>Instanz</translation>
    </message>
    <message>
        <source>next hop&apos;s address</source>
        <translation>Adresse des nächsten Hops</translation>
    </message>
    <message>
        <source>nowhere, on purpose</source>
        <translation>nirgendwohin, mit Absicht</translation>
    </message>
    <message>
        <source>something else</source>
        <translation>etwas anderes</translation>
    </message>
    <message>
        <source>the provider</source>
        <translation>dem Anbieter</translation>
    </message>
    <message>
        <source>somebody wrote it</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>learned by BGP</source>
        <translation>über BGP gelernt</translation>
    </message>
    <message>
        <source>A record points at what is gone</source>
        <translation>Ein Eintrag zeigt auf etwas, das es nicht mehr gibt</translation>
    </message>
    <message>
        <source>A public name answers with a private address</source>
        <translation>Ein öffentlicher Name antwortet mit einer privaten Adresse</translation>
    </message>
    <message>
        <source>%1 of %2 tunnels down</source>
        <translation>%1 von %2 Tunneln außer Betrieb</translation>
    </message>
    <message>
        <source>%1 of %2 addresses in use</source>
        <translation>%1 von %2 Adressen belegt</translation>
    </message>
    <message>
        <source>%1 of at most %2 routes</source>
        <translation>%1 von höchstens %2 Routen</translation>
    </message>
    <message>
        <source>%1 of at most %2 rules</source>
        <translation>%1 von höchstens %2 Regeln</translation>
    </message>
</context>
<context>
    <name>ConnectionText</name>
    <message>
        <source>idle</source>
        <translation>ruhig</translation>
    </message>
    <message>
        <source>sender</source>
        <translation>Sender</translation>
    </message>
    <message>
        <source>receiver</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>both</source>
        <translation>beides</translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n Segment</numerusform>
            <numerusform>%n Segmente</numerusform>
        </translation>
    </message>
    <message>
        <source>application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>receiver&apos;s window, %1</source>
        <translation>Fenster des Empfängers, %1</translation>
    </message>
    <message>
        <source>send buffer, %1</source>
        <translation>Sendepuffer, %1</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Demo: the transfers run through an emulated path with a round trip of %1 ms, %2 % loss and %3 Mbit/s; some servers are further away.</source>
        <translation>Demo: Die Übertragungen laufen über einen nachgebildeten Pfad mit %1 ms Umlaufzeit, %2 % Verlust und %3 Mbit/s; einige Server sind weiter entfernt.</translation>
    </message>
    <message>
        <source>Demo: the transfers run over plain loopback, because an emulated path is not allowed here (%1).</source>
        <translation>Demo: Die Übertragungen laufen nur über Loopback, weil ein nachgebildeter Pfad hier nicht erlaubt ist (%1).</translation>
    </message>
</context>
<context>
    <name>CsvExport</name>
    <message>
        <source>Export the table</source>
        <translation>Tabelle exportieren</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
    </message>
</context>
<context>
    <name>Density</name>
    <message>
        <source>%1
no answer</source>
        <translation>%1
keine Antwort</translation>
    </message>
    <message>
        <source>probes</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>%1: no probes in this time</source>
        <translation>%1: keine Proben in dieser Zeit</translation>
    </message>
    <message>
        <source>%1: median %2, p99 %3</source>
        <comment>name of a chart</comment>
        <translation>%1: Median %2, p99 %3</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s)</source>
        <translation>
            <numerusform>%n Fehlschlag</numerusform>
            <numerusform>%n Fehlschläge</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DriftText</name>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Unexpected</source>
        <translation>Unerwartet</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Owned twice</source>
        <translation>Doppelt verwaltet</translation>
    </message>
    <message>
        <source>Seen once</source>
        <translation>Einmal gesehen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 is not there any more.</source>
        <translation>%1 ist nicht mehr da.</translation>
    </message>
    <message>
        <source>%1 is there, and nobody intended it.</source>
        <translation>%1 ist da, und niemand hat es vorgesehen.</translation>
    </message>
    <message>
        <source>%1 is otherwise than intended.</source>
        <translation>%1 ist anders als vorgesehen.</translation>
    </message>
    <message>
        <source>%1 is defined in two files, which will undo each other&apos;s work.</source>
        <translation>%1 wird in zwei Dateien festgelegt, die einander die Arbeit zunichtemachen.</translation>
    </message>
    <message>
        <source>Remove it from one of the two files.</source>
        <translation>Entfernen Sie es aus einer der beiden Dateien.</translation>
    </message>
    <message>
        <source>Managed by %1: apply it there again, or take the change over there.</source>
        <translation>Verwaltet von %1: Wenden Sie es dort erneut an, oder übernehmen Sie die Änderung dort.</translation>
    </message>
    <message>
        <source>Put it right at the provider, or pin a newer snapshot.</source>
        <translation>Bringen Sie es beim Anbieter in Ordnung, oder setzen Sie einen neueren Schnappschuss fest.</translation>
    </message>
    <message>
        <source>Can be put right from here, or pin a newer snapshot.</source>
        <translation>Lässt sich von hier in Ordnung bringen; oder setzen Sie einen neueren Schnappschuss fest.</translation>
    </message>
    <message>
        <source>Everything that is ours</source>
        <translation>Alles, was uns gehört</translation>
    </message>
    <message>
        <source>Not on the list</source>
        <translation>Nicht auf der Liste</translation>
    </message>
    <message>
        <source>Next hop down</source>
        <translation>Nächster Schritt ausgefallen</translation>
    </message>
    <message>
        <source>Management cut off</source>
        <translation>Verwaltung abgeschnitten</translation>
    </message>
    <message>
        <source>Default or aggregate route</source>
        <translation>Standard- oder Sammelroute</translation>
    </message>
    <message>
        <source>More specific than our own</source>
        <translation>Genauer als unsere eigenen</translation>
    </message>
    <message>
        <source>No way back</source>
        <translation>Kein Rückweg</translation>
    </message>
    <message>
        <source>Open to the world</source>
        <translation>Offen für alle Welt</translation>
    </message>
    <message>
        <source>Many changes</source>
        <translation>Viele Änderungen</translation>
    </message>
    <message>
        <source>The plan %1. That looks like a mix-up of the direction.</source>
        <translation>Der Plan betrifft alles Eigene (%1). Das sieht nach einer Verwechslung der Richtung aus.</translation>
    </message>
    <message>
        <source>%1 is on no list of allowed prefixes.</source>
        <translation>%1 steht auf keiner Liste erlaubter Präfixe.</translation>
    </message>
    <message>
        <source>The next hop %1 cannot be used: %2.</source>
        <translation>Der nächste Schritt %1 ist nicht zu gebrauchen: %2.</translation>
    </message>
    <message>
        <source>%1 could not be managed from here any more: %2.</source>
        <translation>%1 ließe sich von hier nicht mehr verwalten: %2.</translation>
    </message>
    <message>
        <source>The plan %1 at %2: a route that much traffic follows.</source>
        <translation>Der Plan ändert an %2 eine Route, der viel Verkehr folgt: %1.</translation>
    </message>
    <message>
        <source>%1 takes traffic away from a network of our own.</source>
        <translation>%1 nimmt einem eigenen Netz Verkehr weg.</translation>
    </message>
    <message>
        <source>%1 would get no way back: %2.</source>
        <translation>%1 bekäme keinen Rückweg: %2.</translation>
    </message>
    <message>
        <source>%1 would let everybody in: %2.</source>
        <translation>%1 ließe alle ein: %2.</translation>
    </message>
    <message>
        <source>That are many at once: %1.</source>
        <translation>Das ist viel auf einmal: %1.</translation>
    </message>
    <message>
        <source>%1 would reach %2: %3.</source>
        <translation>%1 würde %2 erreichen: %3.</translation>
    </message>
    <message>
        <source>%1 would no longer reach %2: %3.</source>
        <translation>%1 würde %2 nicht mehr erreichen: %3.</translation>
    </message>
    <message>
        <source>From %1 the way to %2 would change: %3.</source>
        <translation>Von %1 aus änderte sich der Weg zu %2: %3.</translation>
    </message>
    <message>
        <source>Nothing speaks against it.</source>
        <translation>Nichts spricht dagegen.</translation>
    </message>
    <message>
        <source>Read this before you go on.</source>
        <translation>Lesen Sie dies, bevor Sie weitermachen.</translation>
    </message>
    <message>
        <source>Refused: this would do harm.</source>
        <translation>Abgelehnt: Das würde Schaden anrichten.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Adds %1 at %2.</source>
        <translation>Fügt %1 an %2 hinzu.</translation>
    </message>
    <message>
        <source>Removes %1 at %2.</source>
        <translation>Entfernt %1 an %2.</translation>
    </message>
    <message>
        <source>Creates %1.</source>
        <translation>Legt %1 an.</translation>
    </message>
    <message>
        <source>Deletes %1.</source>
        <translation>Löscht %1.</translation>
    </message>
</context>
<context>
    <name>EntryForms</name>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Edit the key</source>
        <translation>Schlüssel bearbeiten</translation>
    </message>
    <message>
        <source>Add a key</source>
        <translation>Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>%1 (weak)</source>
        <translation>%1 (schwach)</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>base64</source>
        <translation>Base64</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Algorithm</source>
        <translation>&amp;Verfahren</translation>
    </message>
    <message>
        <source>&amp;Secret</source>
        <translation>&amp;Geheimnis</translation>
    </message>
    <message>
        <source>Edit the access list</source>
        <translation>Zugriffsliste bearbeiten</translation>
    </message>
    <message>
        <source>Add an access list</source>
        <translation>Zugriffsliste hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Addresses</source>
        <translation>&amp;Adressen</translation>
    </message>
    <message>
        <source>Only with one of these &amp;keys</source>
        <translation>Nur mit einem dieser &amp;Schlüssel</translation>
    </message>
    <message>
        <source>Edit the edge</source>
        <translation>Edge bearbeiten</translation>
    </message>
    <message>
        <source>Add an edge</source>
        <translation>Edge hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>Most &amp;queries per second</source>
        <translation>Höchstens An&amp;fragen je Sekunde</translation>
    </message>
    <message>
        <source>Edit the primary</source>
        <translation>Primärserver bearbeiten</translation>
    </message>
    <message>
        <source>Add a primary</source>
        <translation>Primärserver hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Transfers</source>
        <translation>&amp;Transfers</translation>
    </message>
    <message>
        <source>Most at the same ti&amp;me</source>
        <translation>Höchstens &amp;gleichzeitig</translation>
    </message>
    <message>
        <source>Signs the NOTIFYs. Whoever signs with it may transfer the zones of this edge.</source>
        <translation>Signiert die NOTIFYs. Wer damit signiert, darf die Zonen dieser Edge transferieren.</translation>
    </message>
    <message>
        <source>TSIG &amp;key</source>
        <translation>TSIG-&amp;Schlüssel</translation>
    </message>
    <message>
        <source>Ask for small changes over &amp;UDP first</source>
        <translation>Kleine Änderungen zuerst über &amp;UDP erfragen</translation>
    </message>
    <message>
        <source>Every message must be si&amp;gned</source>
        <translation>Jede Nachricht muss si&amp;gniert sein</translation>
    </message>
    <message>
        <source>chosen by the system</source>
        <translation>vom System gewählt</translation>
    </message>
    <message>
        <source>&amp;Our address towards it</source>
        <translation>U&amp;nsere Adresse ihm gegenüber</translation>
    </message>
    <message>
        <source>Through the pro&amp;xy</source>
        <translation>Über den Pro&amp;xy</translation>
    </message>
    <message>
        <source>whole signatures only</source>
        <translation>nur ganze Signaturen</translation>
    </message>
    <message>
        <source> octets at least</source>
        <translation> Oktette mindestens</translation>
    </message>
    <message>
        <source>A server may send only the first octets of a signature (RFC 8945): at least half of them, and ten.</source>
        <translation>Ein Server darf nur die ersten Oktette einer Signatur senden (RFC 8945): mindestens die Hälfte und mindestens zehn.</translation>
    </message>
    <message>
        <source>&amp;Truncated to</source>
        <translation>&amp;Gekürzt auf</translation>
    </message>
    <message>
        <source>Tell it by NOTI&amp;FY when a zone has changed here</source>
        <translation>Per NOTI&amp;FY melden, wenn sich hier eine Zone geändert hat</translation>
    </message>
</context>
<context>
    <name>ErrorSentences</name>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>Check that it runs and that no firewall drops UDP or TCP port 53.</source>
        <translation>Prüfen Sie, ob er läuft und keine Firewall UDP oder TCP auf Port 53 verwirft.</translation>
    </message>
    <message>
        <source>%1 refused the connection: nothing listens on this port.</source>
        <translation>%1 hat die Verbindung abgelehnt: Auf diesem Port lauscht nichts.</translation>
    </message>
    <message>
        <source>Check address and port and that the name server runs.</source>
        <translation>Prüfen Sie Adresse und Port und ob der Nameserver läuft.</translation>
    </message>
    <message>
        <source>%1 closed the connection before its answer was complete.</source>
        <translation>%1 hat die Verbindung vor dem Ende der Antwort geschlossen.</translation>
    </message>
    <message>
        <source>Its log says why; often an access list or a transfer limit there.</source>
        <translation>Sein Protokoll nennt den Grund; oft eine Zugriffsliste oder eine Transfergrenze dort.</translation>
    </message>
    <message>
        <source>%1 reset the connection.</source>
        <translation>%1 hat die Verbindung abgebrochen.</translation>
    </message>
    <message>
        <source>Check its log and any firewall between that may cut long connections.</source>
        <translation>Prüfen Sie sein Protokoll und Firewalls dazwischen, die lange Verbindungen trennen.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: there is no route to its address.</source>
        <translation>%1 ist nicht erreichbar: Es führt kein Weg zu der Adresse.</translation>
    </message>
    <message>
        <source>Check the address and our own network.</source>
        <translation>Prüfen Sie die Adresse und unser eigenes Netz.</translation>
    </message>
    <message>
        <source>Another program already listens on this address and port.</source>
        <translation>Ein anderes Programm lauscht schon auf dieser Adresse und diesem Port.</translation>
    </message>
    <message>
        <source>Stop that program or choose another port.</source>
        <translation>Beenden Sie es oder wählen Sie einen anderen Port.</translation>
    </message>
    <message>
        <source>The system does not allow this.</source>
        <translation>Das System erlaubt das nicht.</translation>
    </message>
    <message>
        <source>Ports below 1024 need a special right; choose a higher port or grant it.</source>
        <translation>Ports unter 1024 brauchen ein besonderes Recht; wählen Sie einen höheren oder erteilen Sie es.</translation>
    </message>
    <message>
        <source>The system gave no working socket.</source>
        <translation>Das System gab keinen brauchbaren Socket her.</translation>
    </message>
    <message>
        <source>Check the limit on open files and the local network set-up.</source>
        <translation>Prüfen Sie die Grenze für offene Dateien und die Netzeinstellungen.</translation>
    </message>
    <message>
        <source>%1 sent a message that ends in the middle.</source>
        <translation>%1 hat eine Nachricht geschickt, die mittendrin endet.</translation>
    </message>
    <message>
        <source>Compare with dig; if it repeats, the server or a middlebox is faulty.</source>
        <translation>Vergleichen Sie mit dig; wiederholt es sich, ist der Server oder ein Gerät dazwischen fehlerhaft.</translation>
    </message>
    <message>
        <source>%1 sent a message with a broken domain name.</source>
        <translation>%1 hat eine Nachricht mit einem kaputten Domainnamen geschickt.</translation>
    </message>
    <message>
        <source>Compare with dig; if it repeats, the server is faulty.</source>
        <translation>Vergleichen Sie mit dig; wiederholt es sich, ist der Server fehlerhaft.</translation>
    </message>
    <message>
        <source>%1 sent a record whose content does not fit its type.</source>
        <translation>%1 hat einen Record geschickt, dessen Inhalt nicht zum Typ passt.</translation>
    </message>
    <message>
        <source>Look for the record in the zone at the primary.</source>
        <translation>Suchen Sie den Record in der Zone beim Primärserver.</translation>
    </message>
    <message>
        <source>%1 sent something that is not a DNS message.</source>
        <translation>%1 hat etwas geschickt, das keine DNS-Nachricht ist.</translation>
    </message>
    <message>
        <source>Check that a DNS server really listens on this port.</source>
        <translation>Prüfen Sie, ob auf diesem Port wirklich ein DNS-Server lauscht.</translation>
    </message>
    <message>
        <source>%1 answered with a wrong message number.</source>
        <translation>%1 hat mit einer falschen Nachrichtennummer geantwortet.</translation>
    </message>
    <message>
        <source>Check for a middlebox that answers in its place.</source>
        <translation>Prüfen Sie, ob ein Gerät dazwischen an seiner Stelle antwortet.</translation>
    </message>
    <message>
        <source>%1 answered another question than ours.</source>
        <translation>%1 hat eine andere Frage als unsere beantwortet.</translation>
    </message>
    <message>
        <source>%1 answered with another class than IN.</source>
        <translation>%1 hat mit einer anderen Klasse als IN geantwortet.</translation>
    </message>
    <message>
        <source>Check the configuration of the zone there.</source>
        <translation>Prüfen Sie dort die Konfiguration der Zone.</translation>
    </message>
    <message>
        <source>%1 sent a message that is not an answer.</source>
        <translation>%1 hat eine Nachricht geschickt, die keine Antwort ist.</translation>
    </message>
    <message>
        <source>%1 answered with another kind of operation than we asked for.</source>
        <translation>%1 hat mit einer anderen Operation geantwortet als der gefragten.</translation>
    </message>
    <message>
        <source>%1 does not understand our question (FORMERR).</source>
        <translation>%1 versteht unsere Frage nicht (FORMERR).</translation>
    </message>
    <message>
        <source>It may be very old; try it without EDNS or without IXFR.</source>
        <translation>Er ist vielleicht sehr alt; versuchen Sie es ohne EDNS oder ohne IXFR.</translation>
    </message>
    <message>
        <source>%1 has the zone but cannot serve it (SERVFAIL).</source>
        <translation>%1 hat die Zone, kann sie aber nicht ausliefern (SERVFAIL).</translation>
    </message>
    <message>
        <source>The zone may not be loaded or has expired there; check its log.</source>
        <translation>Die Zone ist dort vielleicht nicht geladen oder abgelaufen; prüfen Sie das Protokoll.</translation>
    </message>
    <message>
        <source>%1 does not know this name (NXDOMAIN).</source>
        <translation>%1 kennt diesen Namen nicht (NXDOMAIN).</translation>
    </message>
    <message>
        <source>Check the spelling of the zone.</source>
        <translation>Prüfen Sie die Schreibweise der Zone.</translation>
    </message>
    <message>
        <source>%1 does not offer this operation (NOTIMP).</source>
        <translation>%1 bietet diese Operation nicht an (NOTIMP).</translation>
    </message>
    <message>
        <source>Set this primary to full transfers only.</source>
        <translation>Stellen Sie diesen Primärserver auf nur vollständige Transfers.</translation>
    </message>
    <message>
        <source>%1 refused (REFUSED).</source>
        <translation>%1 hat abgelehnt (REFUSED).</translation>
    </message>
    <message>
        <source>Allow our address or our key in its access list for transfers.</source>
        <translation>Erlauben Sie unsere Adresse oder unseren Schlüssel in seiner Zugriffsliste für Transfers.</translation>
    </message>
    <message>
        <source>%1 is not authoritative for the zone or rejected our key (NOTAUTH).</source>
        <translation>%1 ist nicht zuständig für die Zone oder weist unseren Schlüssel ab (NOTAUTH).</translation>
    </message>
    <message>
        <source>Check that the zone is configured there and that the key matches.</source>
        <translation>Prüfen Sie, ob die Zone dort eingerichtet ist und der Schlüssel passt.</translation>
    </message>
    <message>
        <source>%1 answered with an unusual error code.</source>
        <translation>%1 hat mit einem ungewöhnlichen Fehlercode geantwortet.</translation>
    </message>
    <message>
        <source>Its log says more.</source>
        <translation>Sein Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>%1 answers for the zone but not with authority.</source>
        <translation>%1 antwortet für die Zone, aber nicht maßgeblich.</translation>
    </message>
    <message>
        <source>It is probably a resolver; use the address of a primary.</source>
        <translation>Er ist wohl ein Resolver; nehmen Sie die Adresse eines Primärservers.</translation>
    </message>
    <message>
        <source>%1 answered without a signature although we signed.</source>
        <translation>%1 hat ohne Signatur geantwortet, obwohl wir signiert haben.</translation>
    </message>
    <message>
        <source>Check that the key %2 is configured there for this zone.</source>
        <translation>Prüfen Sie, ob der Schlüssel %2 dort für diese Zone eingerichtet ist.</translation>
    </message>
    <message>
        <source>%1 has the key %2 with another secret (BADSIG).</source>
        <translation>%1 hat den Schlüssel %2 mit einem anderen Geheimnis (BADSIG).</translation>
    </message>
    <message>
        <source>Enter the same secret on both sides.</source>
        <translation>Tragen Sie auf beiden Seiten dasselbe Geheimnis ein.</translation>
    </message>
    <message>
        <source>%1 does not know the key %2 (BADKEY).</source>
        <translation>%1 kennt den Schlüssel %2 nicht (BADKEY).</translation>
    </message>
    <message>
        <source>Check the key&apos;s name and algorithm there.</source>
        <translation>Prüfen Sie dort Name und Verfahren des Schlüssels.</translation>
    </message>
    <message>
        <source>%1 and this computer disagree about the time (BADTIME).</source>
        <translation>%1 und dieser Rechner sind sich über die Zeit uneinig (BADTIME).</translation>
    </message>
    <message>
        <source>Check the clocks of both; TSIG allows 5 minutes.</source>
        <translation>Prüfen Sie beide Uhren; TSIG erlaubt 5 Minuten.</translation>
    </message>
    <message>
        <source>%1 does not accept the length of the signature (BADTRUNC).</source>
        <translation>%1 nimmt die Länge der Signatur nicht an (BADTRUNC).</translation>
    </message>
    <message>
        <source>Check the key&apos;s algorithm on both sides.</source>
        <translation>Prüfen Sie das Verfahren des Schlüssels auf beiden Seiten.</translation>
    </message>
    <message>
        <source>%1 sent a signature that cannot be read.</source>
        <translation>%1 hat eine unlesbare Signatur geschickt.</translation>
    </message>
    <message>
        <source>Check its version; its TSIG is faulty.</source>
        <translation>Prüfen Sie seine Version; sein TSIG ist fehlerhaft.</translation>
    </message>
    <message>
        <source>%1 sent more than 99 messages in a row without a signature.</source>
        <translation>%1 hat mehr als 99 Nachrichten nacheinander ohne Signatur geschickt.</translation>
    </message>
    <message>
        <source>Nobody can vouch for the data; check its version.</source>
        <translation>Niemand bürgt für die Daten; prüfen Sie seine Version.</translation>
    </message>
    <message>
        <source>The secret of the key %2 is missing on this computer.</source>
        <translation>Auf diesem Rechner fehlt das Geheimnis des Schlüssels %2.</translation>
    </message>
    <message>
        <source>Enter it in Settings under Keys.</source>
        <translation>Tragen Sie es in den Einstellungen unter Schlüssel ein.</translation>
    </message>
    <message>
        <source>%1 did not begin the transfer with the SOA record.</source>
        <translation>%1 hat den Transfer nicht mit dem SOA-Record begonnen.</translation>
    </message>
    <message>
        <source>Check the zone there.</source>
        <translation>Prüfen Sie dort die Zone.</translation>
    </message>
    <message>
        <source>%1 began the transfer with the SOA of another zone.</source>
        <translation>%1 hat den Transfer mit dem SOA-Record einer anderen Zone begonnen.</translation>
    </message>
    <message>
        <source>%1 sent an SOA record in the transfer where none may be.</source>
        <translation>%1 hat im Transfer einen SOA-Record geschickt, wo keiner stehen darf.</translation>
    </message>
    <message>
        <source>Compare with dig AXFR.</source>
        <translation>Vergleichen Sie mit dig AXFR.</translation>
    </message>
    <message>
        <source>%1 changed the zone during the transfer.</source>
        <translation>%1 hat die Zone während des Transfers geändert.</translation>
    </message>
    <message>
        <source>The next attempt takes the newer version.</source>
        <translation>Der nächste Versuch holt die neuere Version.</translation>
    </message>
    <message>
        <source>%1 sent more records after the end of the transfer.</source>
        <translation>%1 hat nach dem Ende des Transfers weitere Records geschickt.</translation>
    </message>
    <message>
        <source>%1 answered the transfer with nothing.</source>
        <translation>%1 hat auf den Transfer mit nichts geantwortet.</translation>
    </message>
    <message>
        <source>Check its access list for transfers.</source>
        <translation>Prüfen Sie seine Zugriffsliste für Transfers.</translation>
    </message>
    <message>
        <source>%1 ended the transfer before the closing SOA.</source>
        <translation>%1 hat den Transfer vor dem schließenden SOA-Record beendet.</translation>
    </message>
    <message>
        <source>Check its log; it gave up or was stopped.</source>
        <translation>Prüfen Sie sein Protokoll; er gab auf oder wurde beendet.</translation>
    </message>
    <message>
        <source>%1 keeps sending messages without records.</source>
        <translation>%1 schickt immer wieder Nachrichten ohne Records.</translation>
    </message>
    <message>
        <source>Check its version; it is faulty.</source>
        <translation>Prüfen Sie seine Version; sie ist fehlerhaft.</translation>
    </message>
    <message>
        <source>%1 removes a record that is not there in its incremental transfer.</source>
        <translation>%1 entfernt im schrittweisen Transfer einen Record, den es nicht gibt.</translation>
    </message>
    <message>
        <source>A full transfer follows by itself.</source>
        <translation>Ein vollständiger Transfer folgt von selbst.</translation>
    </message>
    <message>
        <source>%1 adds a record that is already there in its incremental transfer.</source>
        <translation>%1 ergänzt im schrittweisen Transfer einen Record, den es schon gibt.</translation>
    </message>
    <message>
        <source>%1 sent an incremental transfer whose steps do not follow each other.</source>
        <translation>%1 hat einen schrittweisen Transfer geschickt, dessen Schritte nicht aufeinander folgen.</translation>
    </message>
    <message>
        <source>%1 sent an incremental transfer that starts at another serial than ours.</source>
        <translation>%1 hat einen schrittweisen Transfer geschickt, der bei einer anderen Seriennummer als unserer beginnt.</translation>
    </message>
    <message>
        <source>%1 announced a newer serial but has no differences for it.</source>
        <translation>%1 nennt eine neuere Seriennummer, hat dafür aber keine Unterschiede.</translation>
    </message>
    <message>
        <source>%1 has an older serial than ours.</source>
        <translation>%1 hat eine ältere Seriennummer als wir.</translation>
    </message>
    <message>
        <source>Raise the serial there above ours, or force a full transfer with Shift+F5.</source>
        <translation>Erhöhen Sie dort die Seriennummer über unsere oder erzwingen Sie mit Umschalt+F5 einen vollständigen Transfer.</translation>
    </message>
    <message>
        <source>%1 has a serial exactly half the circle from ours: neither older nor newer.</source>
        <translation>%1 hat eine Seriennummer genau einen halben Kreis von unserer entfernt: weder älter noch neuer.</translation>
    </message>
    <message>
        <source>Change the serial there by one and reload.</source>
        <translation>Ändern Sie dort die Seriennummer um eins und laden Sie neu.</translation>
    </message>
    <message>
        <source>The transfer exceeded the limit on records.</source>
        <translation>Der Transfer überschritt die Grenze für Records.</translation>
    </message>
    <message>
        <source>Raise the limit in the zone&apos;s settings if the zone is really that large.</source>
        <translation>Erhöhen Sie die Grenze in den Einstellungen der Zone, wenn sie wirklich so groß ist.</translation>
    </message>
    <message>
        <source>The transfer exceeded the limit on bytes.</source>
        <translation>Der Transfer überschritt die Grenze für Bytes.</translation>
    </message>
    <message>
        <source>The transfer took longer than allowed.</source>
        <translation>Der Transfer dauerte länger als erlaubt.</translation>
    </message>
    <message>
        <source>Raise the limit in the zone&apos;s settings or look for a slow network.</source>
        <translation>Erhöhen Sie die Grenze in den Einstellungen der Zone oder suchen Sie nach einem langsamen Netz.</translation>
    </message>
    <message>
        <source>%1 stopped sending in the middle of the transfer.</source>
        <translation>%1 hörte mitten im Transfer auf zu senden.</translation>
    </message>
    <message>
        <source>Check the network and the load of the primary.</source>
        <translation>Prüfen Sie das Netz und die Last des Primärservers.</translation>
    </message>
    <message>
        <source>%1 sends slower than the limit allows.</source>
        <translation>%1 sendet langsamer, als die Grenze erlaubt.</translation>
    </message>
    <message>
        <source>The zone has a name with more records of one type than allowed.</source>
        <translation>Die Zone hat einen Namen mit mehr Records eines Typs als erlaubt.</translation>
    </message>
    <message>
        <source>Check the zone at the primary.</source>
        <translation>Prüfen Sie die Zone beim Primärserver.</translation>
    </message>
    <message>
        <source>%3 has no SOA record at its top.</source>
        <translation>%3 hat an der Spitze keinen SOA-Record.</translation>
    </message>
    <message>
        <source>%3 has no NS record at its top.</source>
        <translation>%3 hat an der Spitze keinen NS-Record.</translation>
    </message>
    <message>
        <source>Resolvers may not follow it; check the zone at the primary.</source>
        <translation>Resolver folgen ihr vielleicht nicht; prüfen Sie die Zone beim Primärserver.</translation>
    </message>
    <message>
        <source>%3 contains names outside itself; they were left out.</source>
        <translation>%3 enthält Namen außerhalb der Zone; sie wurden weggelassen.</translation>
    </message>
    <message>
        <source>%3 has a name with a CNAME and other records.</source>
        <translation>%3 hat einen Namen mit einem CNAME und anderen Records.</translation>
    </message>
    <message>
        <source>Resolvers disagree about such names; keep only one of them.</source>
        <translation>Resolver sind sich über solche Namen uneinig; behalten Sie nur eines.</translation>
    </message>
    <message>
        <source>%3 has records of one name and type with different TTLs.</source>
        <translation>%3 hat Records eines Namens und Typs mit verschiedenen TTLs.</translation>
    </message>
    <message>
        <source>The lowest one is used.</source>
        <translation>Die kleinste gilt.</translation>
    </message>
    <message>
        <source>%3 points to names inside itself that have no address.</source>
        <translation>%3 verweist auf eigene Namen, die keine Adresse haben.</translation>
    </message>
    <message>
        <source>Look for misspelt names or missing A and AAAA records at the primary.</source>
        <translation>Suchen Sie beim Primärserver nach Schreibfehlern oder fehlenden A- und AAAA-Records.</translation>
    </message>
    <message>
        <source>%3 came with the same record several times.</source>
        <translation>%3 kam mit demselben Record mehrmals.</translation>
    </message>
    <message>
        <source>Each is kept once.</source>
        <translation>Jeder wird einmal behalten.</translation>
    </message>
    <message>
        <source>%3 has records below a delegation.</source>
        <translation>%3 hat Records unterhalb einer Delegation.</translation>
    </message>
    <message>
        <source>They are kept but never served as answers; remove them at the primary.</source>
        <translation>Sie werden behalten, aber nie als Antwort ausgeliefert; entfernen Sie sie beim Primärserver.</translation>
    </message>
    <message>
        <source>%3 has expired: no primary answered for as long as its SOA allows.</source>
        <translation>%3 ist abgelaufen: Kein Primärserver hat geantwortet, solange der SOA-Record erlaubt.</translation>
    </message>
    <message>
        <source>Press F5 to try all primaries now.</source>
        <translation>Drücken Sie F5, um jetzt alle Primärserver zu versuchen.</translation>
    </message>
    <message>
        <source>No primary could deliver %3.</source>
        <translation>Kein Primärserver konnte die Zone liefern: %3.</translation>
    </message>
    <message>
        <source>The transfers tab shows what each one said.</source>
        <translation>Der Reiter Transfers zeigt, was jeder gesagt hat.</translation>
    </message>
    <message>
        <source>%3 has no primary.</source>
        <translation>%3 hat keinen Primärserver.</translation>
    </message>
    <message>
        <source>Add one in the zone&apos;s settings.</source>
        <translation>Fügen Sie in den Einstellungen der Zone einen hinzu.</translation>
    </message>
    <message>
        <source>This is not a valid domain name.</source>
        <translation>Das ist kein gültiger Domainname.</translation>
    </message>
    <message>
        <source>Labels have at most 63 characters and names 255.</source>
        <translation>Labels haben höchstens 63 Zeichen und Namen 255.</translation>
    </message>
    <message>
        <source>This is not an IP address.</source>
        <translation>Das ist keine IP-Adresse.</translation>
    </message>
    <message>
        <source>Write 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:5353.</source>
        <translation>Schreiben Sie 192.0.2.1, 192.0.2.1:5353 oder [2001:db8::1]:5353.</translation>
    </message>
    <message>
        <source>This is not an address range.</source>
        <translation>Das ist kein Adressbereich.</translation>
    </message>
    <message>
        <source>Write 192.0.2.0/24 or 2001:db8::/32.</source>
        <translation>Schreiben Sie 192.0.2.0/24 oder 2001:db8::/32.</translation>
    </message>
    <message>
        <source>The secret is not valid base64.</source>
        <translation>Das Geheimnis ist kein gültiges Base64.</translation>
    </message>
    <message>
        <source>Copy it again, without quotation marks and spaces.</source>
        <translation>Kopieren Sie es noch einmal, ohne Anführungszeichen und Leerzeichen.</translation>
    </message>
    <message>
        <source>A value is out of range.</source>
        <translation>Ein Wert liegt außerhalb des erlaubten Bereichs.</translation>
    </message>
    <message>
        <source>The field&apos;s hint shows what is allowed.</source>
        <translation>Der Hinweis am Feld zeigt, was erlaubt ist.</translation>
    </message>
    <message>
        <source>There is a field with an unknown name.</source>
        <translation>Es gibt ein Feld mit unbekanntem Namen.</translation>
    </message>
    <message>
        <source>Check its spelling.</source>
        <translation>Prüfen Sie die Schreibweise.</translation>
    </message>
    <message>
        <source>A required field is missing.</source>
        <translation>Ein nötiges Feld fehlt.</translation>
    </message>
    <message>
        <source>Fill it in.</source>
        <translation>Füllen Sie es aus.</translation>
    </message>
    <message>
        <source>Something refers to an entry that does not exist.</source>
        <translation>Etwas verweist auf einen Eintrag, den es nicht gibt.</translation>
    </message>
    <message>
        <source>It may have been removed; choose another one.</source>
        <translation>Er wurde vielleicht entfernt; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>This name is already taken.</source>
        <translation>Dieser Name ist schon vergeben.</translation>
    </message>
    <message>
        <source>Choose another name or edit the existing entry.</source>
        <translation>Wählen Sie einen anderen Namen oder bearbeiten Sie den vorhandenen Eintrag.</translation>
    </message>
    <message>
        <source>This entry is still in use.</source>
        <translation>Dieser Eintrag wird noch verwendet.</translation>
    </message>
    <message>
        <source>Remove it from its users first.</source>
        <translation>Entfernen Sie ihn zuerst dort.</translation>
    </message>
    <message>
        <source>This entry does not exist any more.</source>
        <translation>Diesen Eintrag gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The text cannot be read.</source>
        <translation>Der Text lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>Check the line that is named.</source>
        <translation>Prüfen Sie die genannte Zeile.</translation>
    </message>
    <message>
        <source>The database cannot be opened.</source>
        <translation>Die Datenbank lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>Check the data folder and its rights.</source>
        <translation>Prüfen Sie den Datenordner und seine Rechte.</translation>
    </message>
    <message>
        <source>The disk is full: history is not being written.</source>
        <translation>Die Platte ist voll: Die Historie wird nicht geschrieben.</translation>
    </message>
    <message>
        <source>Free some space; transfers go on meanwhile.</source>
        <translation>Schaffen Sie Platz; Transfers laufen inzwischen weiter.</translation>
    </message>
    <message>
        <source>The data folder cannot be written.</source>
        <translation>In den Datenordner lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Check its rights and whether the disk is mounted read-only.</source>
        <translation>Prüfen Sie seine Rechte und ob die Platte nur lesbar eingehängt ist.</translation>
    </message>
    <message>
        <source>The database is damaged.</source>
        <translation>Die Datenbank ist beschädigt.</translation>
    </message>
    <message>
        <source>Move it away and start again; zones are fetched anew.</source>
        <translation>Schieben Sie sie beiseite und starten Sie neu; Zonen werden neu geholt.</translation>
    </message>
    <message>
        <source>The database is busy.</source>
        <translation>Die Datenbank ist belegt.</translation>
    </message>
    <message>
        <source>Check whether another Zonescope uses the same data folder.</source>
        <translation>Prüfen Sie, ob ein anderes Zonescope denselben Datenordner benutzt.</translation>
    </message>
    <message>
        <source>The database reported an error.</source>
        <translation>Die Datenbank meldete einen Fehler.</translation>
    </message>
    <message>
        <source>Check the disk; the log has the details.</source>
        <translation>Prüfen Sie die Platte; Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>A file cannot be read or written.</source>
        <translation>Eine Datei lässt sich nicht lesen oder schreiben.</translation>
    </message>
    <message>
        <source>Check the path, the rights and the free space.</source>
        <translation>Prüfen Sie den Pfad, die Rechte und den freien Platz.</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Es wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Somebody else changed the settings meanwhile.</source>
        <translation>Jemand anderes hat die Einstellungen inzwischen geändert.</translation>
    </message>
    <message>
        <source>Look at the new values and try again.</source>
        <translation>Sehen Sie die neuen Werte an und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Zonescope is closing; the work continues at the next start.</source>
        <translation>Zonescope wird beendet; die Arbeit geht beim nächsten Start weiter.</translation>
    </message>
    <message>
        <source>This is not supported.</source>
        <translation>Das wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Zonescope made a mistake.</source>
        <translation>Zonescope hat einen Fehler gemacht.</translation>
    </message>
    <message>
        <source>Please report it with the lines of the log.</source>
        <translation>Bitte melden Sie ihn mit den Zeilen aus dem Protokoll.</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>Der Server</translation>
    </message>
    <message>
        <source>of this primary</source>
        <translation>dieses Primärservers</translation>
    </message>
    <message>
        <source>The zone</source>
        <translation>Die Zone</translation>
    </message>
    <message>
        <source>%3 has no digest of itself (ZONEMD), but one is required.</source>
        <translation>%3 hat keine Prüfsumme über sich selbst (ZONEMD), aber eine ist verlangt.</translation>
    </message>
    <message>
        <source>Let the primary publish one, or require none in the zone&apos;s settings.</source>
        <translation>Lassen Sie den Primärserver eine veröffentlichen, oder verlangen Sie in den Einstellungen der Zone keine.</translation>
    </message>
    <message>
        <source>%3 does not fit its own digest (ZONEMD): the data are not what was published.</source>
        <translation>%3 passt nicht zu seiner eigenen Prüfsumme (ZONEMD): Die Daten sind nicht die veröffentlichten.</translation>
    </message>
    <message>
        <source>The version before is still served. Transfer again; if it repeats, check the primary.</source>
        <translation>Die Version davor wird weiter ausgeliefert. Übertragen Sie noch einmal; wiederholt es sich, prüfen Sie den Primärserver.</translation>
    </message>
    <message>
        <source>The digest of %3 (ZONEMD) cannot be checked.</source>
        <translation>Die Prüfsumme von %3 (ZONEMD) lässt sich nicht prüfen.</translation>
    </message>
    <message>
        <source>Its serial is not the zone&apos;s, or its kind is unknown; check the zone at the primary.</source>
        <translation>Ihre Seriennummer ist nicht die der Zone, oder ihre Art ist unbekannt; prüfen Sie die Zone am Primärserver.</translation>
    </message>
    <message>
        <source>%3 has a name with several CNAME records.</source>
        <translation>%3 hat einen Namen mit mehreren CNAME-Records.</translation>
    </message>
    <message>
        <source>Keep only one of them.</source>
        <translation>Behalten Sie nur einen davon.</translation>
    </message>
    <message>
        <source>%3 has records below a DNAME.</source>
        <translation>%3 hat Records unterhalb eines DNAME.</translation>
    </message>
    <message>
        <source>They are never served as answers; remove them at the primary.</source>
        <translation>Sie werden nie als Antwort ausgeliefert; entfernen Sie sie am Primärserver.</translation>
    </message>
    <message>
        <source>%3 has an NS, MX or SRV record that points to an alias.</source>
        <translation>%3 hat einen NS-, MX- oder SRV-Record, der auf einen Alias zeigt.</translation>
    </message>
    <message>
        <source>Point it to the name that has the addresses.</source>
        <translation>Lassen Sie ihn auf den Namen zeigen, der die Adressen hat.</translation>
    </message>
    <message>
        <source>The SOA of %3 has timers that make no sense together.</source>
        <translation>Die Zeiten im SOA-Record von %3 passen nicht zusammen.</translation>
    </message>
    <message>
        <source>RETRY below REFRESH, and EXPIRE above both, is what works.</source>
        <translation>RETRY unter REFRESH und EXPIRE über beiden: So funktioniert es.</translation>
    </message>
    <message>
        <source>%3 has signatures that have expired.</source>
        <translation>%3 hat abgelaufene Signaturen.</translation>
    </message>
    <message>
        <source>Validating resolvers refuse these names: sign the zone again.</source>
        <translation>Prüfende Resolver lehnen diese Namen ab: Signieren Sie die Zone neu.</translation>
    </message>
    <message>
        <source>%3 has signatures that expire soon.</source>
        <translation>%3 hat Signaturen, die bald ablaufen.</translation>
    </message>
    <message>
        <source>Check that the signer still runs.</source>
        <translation>Prüfen Sie, ob die Signierung noch läuft.</translation>
    </message>
    <message>
        <source>%3 has a DS record where there is no delegation.</source>
        <translation>%3 hat einen DS-Record, wo keine Delegation ist.</translation>
    </message>
    <message>
        <source>Add the NS records or remove the DS.</source>
        <translation>Fügen Sie die NS-Records hinzu, oder entfernen Sie den DS.</translation>
    </message>
    <message>
        <source>The chain of NSEC records of %3 has holes.</source>
        <translation>Die Kette der NSEC-Records von %3 hat Lücken.</translation>
    </message>
    <message>
        <source>Validating resolvers may refuse answers: sign the zone again.</source>
        <translation>Prüfende Resolver können Antworten ablehnen: Signieren Sie die Zone neu.</translation>
    </message>
    <message>
        <source>%3 delegates a wildcard.</source>
        <translation>%3 delegiert einen Wildcard-Namen.</translation>
    </message>
    <message>
        <source>Resolvers disagree about such a delegation.</source>
        <translation>Resolver sind sich über eine solche Delegation uneins.</translation>
    </message>
    <message>
        <source>Own records of %3 do not go together with what was transferred.</source>
        <translation>Eigene Records von %3 vertragen sich nicht mit den übertragenen.</translation>
    </message>
    <message>
        <source>Look at them in the zone&apos;s settings.</source>
        <translation>Sehen Sie sie in den Einstellungen der Zone an.</translation>
    </message>
    <message>
        <source>The addresses for the top of %3 could not be looked up.</source>
        <translation>Die Adressen für die Spitze von %3 waren nicht zu ermitteln.</translation>
    </message>
    <message>
        <source>The last good ones are kept. Check the target name and the resolvers.</source>
        <translation>Die letzten guten bleiben. Prüfen Sie den Zielnamen und die Resolver.</translation>
    </message>
    <message>
        <source>The catalog %3 is broken: none of its members was changed.</source>
        <translation>Der Katalog %3 ist fehlerhaft: Keines seiner Mitglieder wurde geändert.</translation>
    </message>
    <message>
        <source>Check it at the primary: it needs one version record &quot;2&quot; and unique members.</source>
        <translation>Prüfen Sie ihn am Primärserver: Er braucht einen version-Record &quot;2&quot; und eindeutige Mitglieder.</translation>
    </message>
    <message>
        <source>The catalog %3 has a member that already is a zone here.</source>
        <translation>Der Katalog %3 hat ein Mitglied, das hier schon eine Zone ist.</translation>
    </message>
    <message>
        <source>It was left as it is: remove that zone, or let its catalog give it up.</source>
        <translation>Sie blieb, wie sie ist: Entfernen Sie diese Zone, oder lassen Sie ihren Katalog sie abgeben.</translation>
    </message>
    <message>
        <source>TLS to %1 cannot be set up with the files it is given.</source>
        <translation>TLS zu %1 lässt sich mit den angegebenen Dateien nicht einrichten.</translation>
    </message>
    <message>
        <source>Look at the certificate, key and CA files of this primary&apos;s TLS settings.</source>
        <translation>Prüfen Sie die Dateien für Zertifikat, Schlüssel und CA in den TLS-Einstellungen dieses Primärservers.</translation>
    </message>
    <message>
        <source>%1 did not agree on a TLS connection.</source>
        <translation>%1 ging auf keine TLS-Verbindung ein.</translation>
    </message>
    <message>
        <source>Check that it offers zone transfers over TLS on this port.</source>
        <translation>Prüfen Sie, ob er auf diesem Port Zonentransfers über TLS anbietet.</translation>
    </message>
    <message>
        <source>The TLS certificate of %1 is not trusted.</source>
        <translation>Dem TLS-Zertifikat von %1 wird nicht vertraut.</translation>
    </message>
    <message>
        <source>Give the CA file that signed it, or the pin of its public key.</source>
        <translation>Geben Sie die CA-Datei an, die es signiert hat, oder den Pin seines öffentlichen Schlüssels.</translation>
    </message>
    <message>
        <source>The TLS certificate of %1 is for another name.</source>
        <translation>Das TLS-Zertifikat von %1 gilt für einen anderen Namen.</translation>
    </message>
    <message>
        <source>Set the server name to the one that the certificate holds.</source>
        <translation>Setzen Sie den Servernamen auf den, der im Zertifikat steht.</translation>
    </message>
    <message>
        <source>The TLS certificate of %1 is outside its period of validity.</source>
        <translation>Das TLS-Zertifikat von %1 ist außerhalb seiner Gültigkeit.</translation>
    </message>
    <message>
        <source>The primary needs a new certificate; check both clocks.</source>
        <translation>Der Primärserver braucht ein neues Zertifikat; prüfen Sie beide Uhren.</translation>
    </message>
    <message>
        <source>%1 does not speak TLS 1.3.</source>
        <translation>%1 spricht kein TLS 1.3.</translation>
    </message>
    <message>
        <source>Transfers over TLS need version 1.3 (RFC 9103).</source>
        <translation>Transfers über TLS brauchen Version 1.3 (RFC 9103).</translation>
    </message>
    <message>
        <source>%1 did not select DNS over TLS.</source>
        <translation>%1 wählte nicht DNS über TLS.</translation>
    </message>
    <message>
        <source>Another service may answer on this port; the protocol name &quot;dot&quot; is needed.</source>
        <translation>Auf diesem Port antwortet womöglich ein anderer Dienst; gebraucht wird der Protokollname &quot;dot&quot;.</translation>
    </message>
    <message>
        <source>%1 refused our TLS certificate, or wants one.</source>
        <translation>%1 lehnte unser TLS-Zertifikat ab, oder verlangt eines.</translation>
    </message>
    <message>
        <source>Set our certificate and its key in this primary&apos;s TLS settings.</source>
        <translation>Setzen Sie unser Zertifikat und seinen Schlüssel in den TLS-Einstellungen dieses Primärservers.</translation>
    </message>
    <message>
        <source>The proxy on the way to %1 cannot be reached.</source>
        <translation>Der Proxy auf dem Weg zu %1 ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The primary itself was not asked. Check that the proxy runs and its address is right.</source>
        <translation>Der Primärserver selbst wurde nicht gefragt. Prüfen Sie, ob der Proxy läuft und seine Adresse stimmt.</translation>
    </message>
    <message>
        <source>The proxy on the way to %1 refused the connection.</source>
        <translation>Der Proxy auf dem Weg zu %1 lehnte die Verbindung ab.</translation>
    </message>
    <message>
        <source>The primary itself was not asked. Look at the rules of the proxy.</source>
        <translation>Der Primärserver selbst wurde nicht gefragt. Sehen Sie die Regeln des Proxys an.</translation>
    </message>
    <message>
        <source>The proxy on the way to %1 does not accept our user and password.</source>
        <translation>Der Proxy auf dem Weg zu %1 nimmt unseren Benutzer und unser Passwort nicht an.</translation>
    </message>
    <message>
        <source>The primary itself was not asked. Correct the proxy&apos;s user and password in Settings.</source>
        <translation>Der Primärserver selbst wurde nicht gefragt. Berichtigen Sie Benutzer und Passwort des Proxys in den Einstellungen.</translation>
    </message>
    <message>
        <source>The proxy on the way to %1 forwards no UDP: its serial is asked for over TCP.</source>
        <translation>Der Proxy auf dem Weg zu %1 leitet kein UDP weiter: Die Seriennummer wird über TCP erfragt.</translation>
    </message>
    <message>
        <source>Nothing needs to be done; a proxy with UDP would be faster.</source>
        <translation>Es ist nichts zu tun; ein Proxy mit UDP wäre schneller.</translation>
    </message>
    <message>
        <source>A PROXY header came from an address that is no listed load balancer.</source>
        <translation>Ein PROXY-Kopf kam von einer Adresse, die kein eingetragener Lastverteiler ist.</translation>
    </message>
    <message>
        <source>If it is yours, add its address to the load balancers in Settings.</source>
        <translation>Ist es Ihrer, tragen Sie seine Adresse in den Einstellungen bei den Lastverteilern ein.</translation>
    </message>
    <message>
        <source>One sender sent more NOTIFY messages than we take from one address.</source>
        <translation>Ein Absender schickte mehr NOTIFY-Nachrichten, als wir von einer Adresse nehmen.</translation>
    </message>
    <message>
        <source>Look why it repeats them; what it announced before is being handled.</source>
        <translation>Sehen Sie nach, warum er sie wiederholt; was er vorher meldete, wird bearbeitet.</translation>
    </message>
    <message>
        <source>The kernel had no room for what came or went.</source>
        <translation>Der Kernel hatte keinen Platz für das, was kam oder ging.</translation>
    </message>
    <message>
        <source>Look at Network, Congestion, Host: a queue or a backlog is too small or the host too slow.</source>
        <translation>Unter Netz, Congestion, Host nachsehen: Eine Warteschlange oder ein Rückstau ist zu klein oder der Rechner zu langsam.</translation>
    </message>
    <message>
        <source>%1 does not take the test change.</source>
        <translation>%1 nimmt die Teständerung nicht an.</translation>
    </message>
    <message>
        <source>Allow updates with this key there: update-policy in BIND, an ACL with the action update in Knot DNS, dnsupdate in PowerDNS. NSD takes none.</source>
        <translation>Erlauben Sie dort Updates mit diesem Schlüssel: update-policy in BIND, eine ACL mit der Aktion update in Knot DNS, dnsupdate in PowerDNS. NSD nimmt keine.</translation>
    </message>
    <message>
        <source>A test change has to be signed, and no primary of %3 has a key.</source>
        <translation>Eine Teständerung muss signiert sein, und kein Primärserver von %3 hat einen Schlüssel.</translation>
    </message>
    <message>
        <source>Give one of its primaries a key in its settings.</source>
        <translation>Geben Sie einem ihrer Primärserver in dessen Einstellungen einen Schlüssel.</translation>
    </message>
    <message>
        <source>A test change of %3 is under way.</source>
        <translation>Eine Teständerung von %3 ist unterwegs.</translation>
    </message>
    <message>
        <source>Wait until it is answered.</source>
        <translation>Warten Sie, bis sie beantwortet ist.</translation>
    </message>
</context>
<context>
    <name>EventText</name>
    <message>
        <source>an unknown server</source>
        <translation>ein unbekannter Server</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>%1 announced serial %2 of %3.</source>
        <translation>%1 meldet Seriennummer %2 von %3.</translation>
    </message>
    <message>
        <source>%1 announced a change of %2.</source>
        <translation>%1 meldet eine Änderung von %2.</translation>
    </message>
    <message>
        <source>%1 announced %2 again; a waiting check already covers it.</source>
        <translation>%1 meldet %2 noch einmal; eine wartende Prüfung deckt das schon ab.</translation>
    </message>
    <message>
        <source>A NOTIFY from %1 was refused.</source>
        <translation>Ein NOTIFY von %1 wurde abgelehnt.</translation>
    </message>
    <message>
        <source>A NOTIFY from %1 for %2 was refused.</source>
        <translation>Ein NOTIFY von %1 für %2 wurde abgelehnt.</translation>
    </message>
    <message>
        <source>%1 still has serial %2 of %3.</source>
        <translation>%1 hat noch Seriennummer %2 von %3.</translation>
    </message>
    <message>
        <source>The serial of %1 could not be checked.</source>
        <translation>Die Seriennummer von %1 ließ sich nicht prüfen.</translation>
    </message>
    <message>
        <source>%1 of %2 from %3 started.</source>
        <translation>%1 von %2 bei %3 begonnen.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 from %3 brought serial %4: %n record(s) in %5.</source>
        <translation>
            <numerusform>%1 von %2 bei %3 brachte Seriennummer %4: %n Record in %5.</numerusform>
            <numerusform>%1 von %2 bei %3 brachte Seriennummer %4: %n Records in %5.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 from %3 failed.</source>
        <translation>%1 von %2 bei %3 gescheitert.</translation>
    </message>
    <message>
        <source>%1 is fetched in full from %2 because the incremental transfer failed.</source>
        <translation>%1 wird vollständig von %2 geholt, weil der schrittweise Transfer scheiterte.</translation>
    </message>
    <message>
        <source>%1 is now asked for %2.</source>
        <translation>%1 wird jetzt nach %2 gefragt.</translation>
    </message>
    <message>
        <source>The transfer of %1 was cancelled.</source>
        <translation>Der Transfer von %1 wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The check of %1 found something.</source>
        <translation>Die Prüfung von %1 ergab einen Befund.</translation>
    </message>
    <message>
        <source>Serial %1 of %2 is published.</source>
        <translation>Seriennummer %1 von %2 ist veröffentlicht.</translation>
    </message>
    <message>
        <source>Serial %1 of %2 could not be published.</source>
        <translation>Seriennummer %1 von %2 ließ sich nicht veröffentlichen.</translation>
    </message>
    <message>
        <source>%1 serves serial %2 of %3.</source>
        <translation>%1 liefert Seriennummer %2 von %3 aus.</translation>
    </message>
    <message>
        <source>%1 serves serial %2 of %3 after %4.</source>
        <translation>%1 liefert Seriennummer %2 von %3 nach %4 aus.</translation>
    </message>
    <message>
        <source>Serial %1 of %2 is visible at every edge.</source>
        <translation>Seriennummer %1 von %2 ist an jeder Edge sichtbar.</translation>
    </message>
    <message>
        <source>Serial %1 of %2 is visible at every edge after %3.</source>
        <translation>Seriennummer %1 von %2 ist nach %3 an jeder Edge sichtbar.</translation>
    </message>
    <message>
        <source>%1 is late: it does not serve serial %2 of %3 yet.</source>
        <translation>%1 ist spät dran: Seriennummer %2 von %3 wird noch nicht ausgeliefert.</translation>
    </message>
    <message>
        <source>%1 does not answer for %2.</source>
        <translation>%1 antwortet nicht für %2.</translation>
    </message>
    <message>
        <source>%1 answers for %2 again.</source>
        <translation>%1 antwortet wieder für %2.</translation>
    </message>
    <message>
        <source>%1 has expired and is no longer served.</source>
        <translation>%1 ist abgelaufen und wird nicht mehr ausgeliefert.</translation>
    </message>
    <message>
        <source>%1 is current again.</source>
        <translation>%1 ist wieder aktuell.</translation>
    </message>
    <message>
        <source>%1 announced serial %2 of %3 but does not serve it.</source>
        <translation>%1 meldete Seriennummer %2 von %3, liefert sie aber nicht aus.</translation>
    </message>
    <message>
        <source>%1 has an older serial of %2 than we do.</source>
        <translation>%1 hat eine ältere Seriennummer von %2 als wir.</translation>
    </message>
    <message>
        <source>%1 was added.</source>
        <translation>%1 wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 wurde entfernt.</translation>
    </message>
    <message>
        <source>The settings were changed.</source>
        <translation>Die Einstellungen wurden geändert.</translation>
    </message>
    <message>
        <source>History cannot be written.</source>
        <translation>Die Historie lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>History is being written again.</source>
        <translation>Die Historie wird wieder geschrieben.</translation>
    </message>
    <message>
        <source>The engine started.</source>
        <translation>Die Maschine wurde gestartet.</translation>
    </message>
    <message>
        <source>The engine stopped.</source>
        <translation>Die Maschine wurde angehalten.</translation>
    </message>
    <message>
        <source>A report was written.</source>
        <translation>Ein Bericht wurde geschrieben.</translation>
    </message>
    <message>
        <source>NOTIFY</source>
        <translation>NOTIFY</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>Bau</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>Edge</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>Edges</translation>
    </message>
    <message>
        <source>Zones and settings</source>
        <translation>Zonen und Einstellungen</translation>
    </message>
    <message>
        <source>Problems only</source>
        <translation>Nur Probleme</translation>
    </message>
    <message>
        <source>%1 is fetched from %2 without TLS because TLS failed.</source>
        <translation>%1 wird von %2 ohne TLS geholt, weil TLS scheiterte.</translation>
    </message>
    <message>
        <source>The proxy of %1 forwards no UDP: %2 is asked about over TCP.</source>
        <translation>Der Proxy von %1 leitet kein UDP weiter: Nach %2 wird über TCP gefragt.</translation>
    </message>
    <message>
        <source>The configuration file was read again and is in force.</source>
        <translation>Die Konfigurationsdatei wurde neu gelesen und gilt.</translation>
    </message>
    <message>
        <source>The configuration file was refused; the old configuration stays in force.</source>
        <translation>Die Konfigurationsdatei wurde abgelehnt; die alte Konfiguration gilt weiter.</translation>
    </message>
    <message>
        <source>It came through the load balancer %1.</source>
        <translation>Es kam durch den Lastverteiler %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s) depend on it.</source>
        <translation>
            <numerusform>%n Zone hängt davon ab.</numerusform>
            <numerusform>%n Zonen hängen davon ab.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This host dropped %n packet(s) or connection(s): %1.</source>
        <translation>
            <numerusform>Dieser Rechner hat %n Paket oder Verbindung verworfen: %1.</numerusform>
            <numerusform>Dieser Rechner hat %n Pakete oder Verbindungen verworfen: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>The way to %1 changed from route %2 to route %3.</source>
        <translation>Der Weg zu %1 wechselte von Route %2 zu Route %3.</translation>
    </message>
    <message>
        <source>The round trip to %1 changed from %2 to %3.</source>
        <translation>Die Umlaufzeit zu %1 änderte sich von %2 auf %3.</translation>
    </message>
    <message>
        <source>%1 is answered by the node %3 now, by %2 before.</source>
        <translation>Für %1 antwortet jetzt der Knoten %3, vorher %2.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Weg</translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s) depend on it: %1</source>
        <translation>
            <numerusform>%n Zone hängt davon ab: %1</numerusform>
            <numerusform>%n Zonen hängen davon ab: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) in the cloud are not as intended, first of all %1.</source>
        <translation>
            <numerusform>%n Objekt in der Cloud ist nicht wie vorgesehen: %1.</numerusform>
            <numerusform>%n Objekte in der Cloud sind nicht wie vorgesehen, zuerst %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) in the cloud are as intended again, first of all %1.</source>
        <translation>
            <numerusform>%n Objekt in der Cloud ist wieder wie vorgesehen: %1.</numerusform>
            <numerusform>%n Objekte in der Cloud sind wieder wie vorgesehen, zuerst %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>A change to the cloud: %1. %2</source>
        <translation>Eine Änderung an der Cloud: %1. %2</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Cloud</translation>
    </message>
    <message numerus="yes">
        <source>%n drift(s) in the cloud are not put right by themselves, first of all %1. %2</source>
        <translation>
            <numerusform>%n Abweichung in der Cloud wird nicht von selbst in Ordnung gebracht: %1. %2</numerusform>
            <numerusform>%n Abweichungen in der Cloud werden nicht von selbst in Ordnung gebracht, zuerst %1. %2</numerusform>
        </translation>
    </message>
    <message>
        <source>The kill switch is off: clouds may be put right by themselves again.</source>
        <translation>Der Notschalter ist aus: Clouds dürfen wieder von selbst in Ordnung gebracht werden.</translation>
    </message>
    <message>
        <source>The kill switch is on: nothing in a cloud is changed by itself.</source>
        <translation>Der Notschalter ist an: In keiner Cloud wird etwas von selbst geändert.</translation>
    </message>
    <message>
        <source>A test change of %1 was sent to %2.</source>
        <translation>Eine Teständerung von %1 ging an %2.</translation>
    </message>
    <message>
        <source>%2 took a test change of %1.</source>
        <translation>%2 hat eine Teständerung von %1 angenommen.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
</context>
<context>
    <name>ExperimentText</name>
    <message>
        <source>arms overlap</source>
        <translation>Arme überlappen sich</translation>
    </message>
    <message>
        <source>sample ratio mismatch</source>
        <translation>ungleich viele Stichproben</translation>
    </message>
    <message>
        <source>route changes</source>
        <translation>Routenwechsel</translation>
    </message>
    <message>
        <source>success rates differ</source>
        <translation>verschiedene Erfolgsquoten</translation>
    </message>
    <message>
        <source>Two algorithms were on the path at the same time and took each other&apos;s share of it. Let them take turns.</source>
        <translation>Zwei Algorithmen waren gleichzeitig auf dem Weg und nahmen einander den Anteil daran. Lassen Sie sie abwechseln.</translation>
    </message>
    <message>
        <source>The algorithms were not started equally often, so something chose between them. Find out what before you believe any figure.</source>
        <translation>Die Algorithmen wurden nicht gleich oft begonnen, also hat etwas zwischen ihnen gewählt. Finden Sie heraus, was, bevor Sie einer Zahl glauben.</translation>
    </message>
    <message>
        <source>The route changed in most of the blocks. Repeat the experiment when it is quiet.</source>
        <translation>Die Route änderte sich in den meisten Blöcken. Wiederholen Sie das Experiment, wenn Ruhe ist.</translation>
    </message>
    <message>
        <source>One algorithm failed more often than the other, so those that are left are no fair choice. Look at the failures first.</source>
        <translation>Ein Algorithmus scheiterte öfter als der andere; was übrig ist, ist keine gerechte Auswahl. Sehen Sie zuerst die Fehlschläge an.</translation>
    </message>
    <message>
        <source>All paths</source>
        <translation>Alle Wege</translation>
    </message>
    <message>
        <source>%1 against %2: too early, %3 of %4 blocks.</source>
        <translation>%1 gegen %2: zu früh, %3 von %4 Blöcken.</translation>
    </message>
    <message>
        <source>%1 against %2: verdict withheld: %3.</source>
        <translation>%1 gegen %2: Urteil zurückgehalten: %3.</translation>
    </message>
    <message>
        <source>%1 of its time, interval %2 to %3</source>
        <translation>%1 der Zeit, Intervall %2 bis %3</translation>
    </message>
    <message>
        <source>%1 is faster than %2: %3.</source>
        <translation>%1 ist schneller als %2: %3.</translation>
    </message>
    <message>
        <source>%1 is slower than %2: %3.</source>
        <translation>%1 ist langsamer als %2: %3.</translation>
    </message>
    <message>
        <source>%1 against %2: no difference shown (%3).</source>
        <translation>%1 gegen %2: kein Unterschied gezeigt (%3).</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>n = %1 transfers in %2 blocks · kernel %3</source>
        <translation>n = %1 Übertragungen in %2 Blöcken · Kernel %3</translation>
    </message>
    <message>
        <source>%1 · %2 to %3</source>
        <translation>%1 · %2 bis %3</translation>
    </message>
    <message>
        <source>the kernel&apos;s metrics cache was on</source>
        <translation>der Metrikspeicher des Kernels war an</translation>
    </message>
</context>
<context>
    <name>FigurePage</name>
    <message>
        <source>The first %1 of %2 rows.</source>
        <translation>Die ersten %1 von %2 Zeilen.</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>%1 overdue</source>
        <translation>%1 überfällig</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>date of an earlier day</comment>
        <translation>d. MMM</translation>
    </message>
</context>
<context>
    <name>Heatmap</name>
    <message>
        <source>least %1</source>
        <translation>mindestens %1</translation>
    </message>
    <message>
        <source>most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>%1 between %2 and %3, the most at %4</source>
        <translation>%1 zwischen %2 und %3, am meisten bei %4</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Zonescope manual</source>
        <translation>Zonescope-Handbuch</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Move the crosshair</source>
        <translation>Fadenkreuz bewegen</translation>
    </message>
    <message>
        <source>Move the time range</source>
        <translation>Zeitraum verschieben</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Select a stretch of time</source>
        <translation>Zeitspanne wählen</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Zoom in, zoom out, all of it</source>
        <translation>Größer, kleiner, alles</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
</context>
<context>
    <name>HistoryLayers</name>
    <message>
        <source>not said</source>
        <translation>nicht genannt</translation>
    </message>
    <message>
        <source>everything else</source>
        <translation>alles andere</translation>
    </message>
    <message>
        <source>%1 of %2 up</source>
        <translation>%1 von %2 in Betrieb</translation>
    </message>
    <message>
        <source>up</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>one of two</source>
        <translation>einer von zweien</translation>
    </message>
    <message>
        <source>down</source>
        <translation>inaktiv</translation>
    </message>
    <message>
        <source>tunnel</source>
        <translation>Tunnel</translation>
    </message>
    <message>
        <source>%1: %2 of %3 addresses taken</source>
        <translation>%1: %2 von %3 Adressen belegt</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>belegt</translation>
    </message>
    <message>
        <source>nearly full</source>
        <translation>fast voll</translation>
    </message>
</context>
<context>
    <name>HostLayers</name>
    <message>
        <source>default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>route %1 via %2</source>
        <translation>Route %1 über %2</translation>
    </message>
    <message>
        <source>route %1 gone</source>
        <translation>Route %1 entfallen</translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message>
        <source>CSV with column names</source>
        <translation>CSV mit Spaltennamen</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON-Zeilen</translation>
    </message>
    <message>
        <source>M-Lab tcp-info (JSON lines)</source>
        <translation>M-Lab tcp-info (JSON-Zeilen)</translation>
    </message>
    <message>
        <source>Output of ss -tin</source>
        <translation>Ausgabe von ss -tin</translation>
    </message>
    <message>
        <source>Output of iperf3 --json</source>
        <translation>Ausgabe von iperf3 --json</translation>
    </message>
    <message>
        <source>HTTP Archive (HAR)</source>
        <translation>HTTP-Archiv (HAR)</translation>
    </message>
    <message>
        <source>Boomerang beacons</source>
        <translation>Boomerang-Meldungen</translation>
    </message>
    <message>
        <source>Navigation Timing (JSON)</source>
        <translation>Navigation Timing (JSON)</translation>
    </message>
</context>
<context>
    <name>Lines</name>
    <message>
        <source>%1: no values</source>
        <translation>%1: keine Werte</translation>
    </message>
    <message>
        <source>%1: lowest %2, highest %3</source>
        <translation>%1: kleinster %2, größter %3</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>ListFindings</name>
    <message>
        <source>“%1” is not a domain name.</source>
        <translation>„%1“ ist kein Domainname.</translation>
    </message>
    <message>
        <source>“%1” is not an address.</source>
        <translation>„%1“ ist keine Adresse.</translation>
    </message>
    <message>
        <source>There are more than four fields: zone, primary, key, edges.</source>
        <translation>Es sind mehr als vier Felder: Zone, Primärserver, Schlüssel, Edges.</translation>
    </message>
    <message>
        <source>A quotation mark is not closed.</source>
        <translation>Ein Anführungszeichen ist nicht geschlossen.</translation>
    </message>
    <message>
        <source>The block of “%1” is not closed.</source>
        <translation>Der Block von „%1“ ist nicht geschlossen.</translation>
    </message>
    <message>
        <source>“%1” stands in the list twice; the first one counts.</source>
        <translation>„%1“ steht zweimal in der Liste; das erste gilt.</translation>
    </message>
    <message>
        <source>The line is too long.</source>
        <translation>Die Zeile ist zu lang.</translation>
    </message>
    <message>
        <source>There are too many lines; the rest is left out.</source>
        <translation>Es sind zu viele Zeilen; der Rest entfällt.</translation>
    </message>
    <message>
        <source>The line contains characters that are not text.</source>
        <translation>Die Zeile enthält Zeichen, die kein Text sind.</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more line(s)</source>
        <translation>
            <numerusform>… und %n weitere Zeile</numerusform>
            <numerusform>… und %n weitere Zeilen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Marks</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n Ereignis</numerusform>
            <numerusform>%n Ereignisse</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was measured for %1</source>
        <translation>%1 lang wurde nichts gemessen</translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s) without measurement</source>
        <translation>
            <numerusform>%n Lücke ohne Messung</numerusform>
            <numerusform>%n Lücken ohne Messung</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>zone %1</source>
        <translation>Zone %1</translation>
    </message>
    <message>
        <source>primary %1</source>
        <translation>Primärserver %1</translation>
    </message>
    <message>
        <source>edge %1</source>
        <translation>Edge %1</translation>
    </message>
    <message>
        <source>access list %1</source>
        <translation>Zugriffsliste %1</translation>
    </message>
    <message>
        <source>key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zonen</translation>
    </message>
    <message>
        <source>Propagation</source>
        <translation>Verbreitung</translation>
    </message>
    <message>
        <source>Primaries</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Berichte</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Cloud</translation>
    </message>
</context>
<context>
    <name>NetworkViews</name>
    <message>
        <source>&amp;Congestion</source>
        <translation>&amp;Staukontrolle</translation>
    </message>
</context>
<context>
    <name>PaletteSearch</name>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
</context>
<context>
    <name>PathText</name>
    <message>
        <source>MPLS label %1, traffic class %2, TTL %3</source>
        <translation>MPLS-Label %1, Verkehrsklasse %2, TTL %3</translation>
    </message>
    <message>
        <source>Answered the flows %1</source>
        <translation>Antwortete den Flüssen %1</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>The round trip went from %1 to %2.</source>
        <translation>Die Umlaufzeit ging von %1 auf %2.</translation>
    </message>
    <message>
        <source>The node %2 answers, before it was %1.</source>
        <translation>Der Knoten %2 antwortet, vorher war es %1.</translation>
    </message>
    <message>
        <source>Route %1 became route %2.</source>
        <translation>Aus Route %1 wurde Route %2.</translation>
    </message>
    <message>
        <source>From hop %1 on: %2 instead of %3.</source>
        <translation>Ab Hop %1: %2 statt %3.</translation>
    </message>
    <message numerus="yes">
        <source>Hops %1 to %2 are a label-switched path, and all %n of its routers answer.</source>
        <translation>
            <numerusform>Hop %1 bis %2 sind ein Label-Switched Path, und sein %n Router antwortet.</numerusform>
            <numerusform>Hop %1 bis %2 sind ein Label-Switched Path, und alle %n Router darin antworten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Between hop %1 and hop %2 probably %n router(s) of a label-switched path are hidden: TTL is not copied into its labels.</source>
        <translation>
            <numerusform>Zwischen Hop %1 und Hop %2 ist wahrscheinlich %n Router eines Label-Switched Path verborgen: Die TTL wird nicht in seine Labels übernommen.</numerusform>
            <numerusform>Zwischen Hop %1 und Hop %2 sind wahrscheinlich %n Router eines Label-Switched Path verborgen: Die TTL wird nicht in seine Labels übernommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Between hop %1 and hop %2 probably %n router(s) are hidden: the label-switched path before does not copy TTL back at its end (RFC 3443 modes mixed).</source>
        <translation>
            <numerusform>Zwischen Hop %1 und Hop %2 ist wahrscheinlich %n Router verborgen: Der Label-Switched Path davor gibt die TTL an seinem Ende nicht zurück (gemischte Modi nach RFC 3443).</numerusform>
            <numerusform>Zwischen Hop %1 und Hop %2 sind wahrscheinlich %n Router verborgen: Der Label-Switched Path davor gibt die TTL an seinem Ende nicht zurück (gemischte Modi nach RFC 3443).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Between hop %1 and hop %2 probably %n router(s) are hidden; the labels before do not say why.</source>
        <translation>
            <numerusform>Zwischen Hop %1 und Hop %2 ist wahrscheinlich %n Router verborgen; die Labels davor sagen nicht, warum.</numerusform>
            <numerusform>Zwischen Hop %1 und Hop %2 sind wahrscheinlich %n Router verborgen; die Labels davor sagen nicht, warum.</numerusform>
        </translation>
    </message>
    <message>
        <source>The way back grows there, and so does the round trip.</source>
        <translation>Dort wächst der Rückweg, und die Umlaufzeit ebenso.</translation>
    </message>
    <message>
        <source>Only the way back grows there: it may also just be another one.</source>
        <translation>Dort wächst nur der Rückweg: Er kann auch bloß ein anderer sein.</translation>
    </message>
    <message>
        <source>limits its answers</source>
        <translation>begrenzt seine Antworten</translation>
    </message>
    <message>
        <source>never answers</source>
        <translation>antwortet nie</translation>
    </message>
    <message>
        <source>answers missing from here on</source>
        <translation>ab hier fehlen Antworten</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>nothing beyond</source>
        <translation>nichts dahinter</translation>
    </message>
    <message>
        <source>Answers of this router are missing, but later hops show that the probes got through: it limits how often it answers. That is no loss.</source>
        <translation>Antworten dieses Routers fehlen, aber spätere Hops zeigen, dass die Proben durchkamen: Er begrenzt, wie oft er antwortet. Das ist kein Verlust.</translation>
    </message>
    <message>
        <source>This router forwards without ever answering.</source>
        <translation>Dieser Router leitet weiter, ohne je zu antworten.</translation>
    </message>
    <message>
        <source>From this hop to the target answers are missing, before it they are not. Probes or answers get lost around here or on the way back; a router itself is not blamed.</source>
        <translation>Von diesem Hop bis zum Ziel fehlen Antworten, davor nicht. Proben oder Antworten gehen in dieser Gegend oder auf dem Rückweg verloren; einem Router selbst wird nichts angelastet.</translation>
    </message>
    <message>
        <source>This is the last that answers. The target does not, or something between forbids it.</source>
        <translation>Dies ist der letzte, der antwortet. Das Ziel tut es nicht, oder etwas dazwischen verbietet es.</translation>
    </message>
</context>
<context>
    <name>PathTimeline</name>
    <message>
        <source>route %1</source>
        <translation>Route %1</translation>
    </message>
    <message>
        <source>best to worst of a round</source>
        <translation>Beste bis schlechteste einer Runde</translation>
    </message>
    <message>
        <source>best round trip</source>
        <translation>beste Umlaufzeit</translation>
    </message>
</context>
<context>
    <name>PeerCells</name>
    <message>
        <source>Round trip, p50</source>
        <translation>Umlaufzeit, p50</translation>
    </message>
    <message>
        <source>Round trip, p95</source>
        <translation>Umlaufzeit, p95</translation>
    </message>
    <message>
        <source>Repeated by this host</source>
        <translation>Von diesem Rechner wiederholt</translation>
    </message>
    <message>
        <source>Rate while this host sent</source>
        <translation>Rate, während dieser Rechner sendete</translation>
    </message>
    <message>
        <source>Octets both ways</source>
        <translation>Oktette in beide Richtungen</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n Verbindung</numerusform>
            <numerusform>%n Verbindungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Points</name>
    <message numerus="yes">
        <source>%1 against %2, %n point(s)</source>
        <translation>
            <numerusform>%1 gegen %2, %n Punkt</numerusform>
            <numerusform>%1 gegen %2, %n Punkte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProxyForm</name>
    <message>
        <source>Edit the proxy</source>
        <translation>Proxy bearbeiten</translation>
    </message>
    <message>
        <source>Add a proxy</source>
        <translation>Proxy hinzufügen</translation>
    </message>
    <message>
        <source>empty: no login</source>
        <translation>leer: keine Anmeldung</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>&amp;Benutzer</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
</context>
<context>
    <name>RangeDialog</name>
    <message>
        <source>Time range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Bis</translation>
    </message>
</context>
<context>
    <name>ReportWording</name>
    <message>
        <source>Freshness and incidents</source>
        <translation>Aktualität und Vorfälle</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zonen</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>Edges</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Transfers that worked</source>
        <translation>Gelungene Transfers</translation>
    </message>
    <message>
        <source>Transfers that failed</source>
        <translation>Gescheiterte Transfers</translation>
    </message>
    <message>
        <source>Share of the time fresh</source>
        <translation>Zeitanteil aktuell</translation>
    </message>
    <message>
        <source>By zone</source>
        <translation>Je Zone</translation>
    </message>
    <message>
        <source>By edge</source>
        <translation>Je Edge</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Time to visible</source>
        <translation>Zeit bis sichtbar</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>Vorfälle</translation>
    </message>
    <message>
        <source>Data gaps</source>
        <translation>Datenlücken</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>In time</source>
        <translation>Rechtzeitig</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Zu spät</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Fresh</source>
        <translation>Aktuell</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>Schlechtester</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>There was no incident in this period.</source>
        <translation>In diesem Zeitraum gab es keinen Vorfall.</translation>
    </message>
    <message>
        <source>The period was observed without a gap.</source>
        <translation>Der Zeitraum wurde ohne Lücke beobachtet.</translation>
    </message>
    <message>
        <source>No zone changed in this period.</source>
        <translation>In diesem Zeitraum änderte sich keine Zone.</translation>
    </message>
    <message>
        <source>not over</source>
        <translation>nicht vorbei</translation>
    </message>
    <message>
        <source>failures</source>
        <translation>Fehlschläge</translation>
    </message>
    <message>
        <source>Edge late</source>
        <translation>Edge zu spät</translation>
    </message>
    <message>
        <source>Edge not answering</source>
        <translation>Edge antwortet nicht</translation>
    </message>
    <message>
        <source>Zone expired</source>
        <translation>Zone abgelaufen</translation>
    </message>
    <message>
        <source>Transfer failed</source>
        <translation>Transfer gescheitert</translation>
    </message>
    <message>
        <source>Not published</source>
        <translation>Nicht veröffentlicht</translation>
    </message>
    <message>
        <source>History not written</source>
        <translation>Historie nicht geschrieben</translation>
    </message>
    <message>
        <source>Transfers and their connections</source>
        <translation>Transfers und ihre Verbindungen</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation>Gestockt</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>There was no transfer over TCP in this period.</source>
        <translation>In diesem Zeitraum gab es keinen Transfer über TCP.</translation>
    </message>
    <message>
        <source>n = %1, kernel %2. We receive: loss is certain only where the sender runs on this host.</source>
        <translation>n = %1, Kernel %2. Wir empfangen: Verlust steht nur fest, wo der Sender auf diesem Rechner läuft.</translation>
    </message>
    <message>
        <source>Topology of the clouds</source>
        <translation>Topologie der Clouds</translation>
    </message>
    <message>
        <source>Inventory of the clouds</source>
        <translation>Verzeichnis der Clouds</translation>
    </message>
    <message>
        <source>Findings in the clouds</source>
        <translation>Befunde in den Clouds</translation>
    </message>
    <message>
        <source>Drift from intent</source>
        <translation>Abweichung vom Gewollten</translation>
    </message>
    <message>
        <source>What of the clouds was not read</source>
        <translation>Was von den Clouds nicht gelesen wurde</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Nichts wurde gefunden.</translation>
    </message>
    <message>
        <source>Everything is as intended.</source>
        <translation>Alles ist wie gewollt.</translation>
    </message>
    <message>
        <source>No intent is set, so nothing can differ from it.</source>
        <translation>Nichts ist als gewollt festgelegt, also kann nichts davon abweichen.</translation>
    </message>
    <message>
        <source>Everything was read.</source>
        <translation>Alles wurde gelesen.</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Bekannt</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Intended</source>
        <translation>Gewollt</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Vorgefunden</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Zuständig</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Paths</source>
        <translation>Pfade</translation>
    </message>
    <message>
        <source>Connections by network</source>
        <translation>Verbindungen je Netz</translation>
    </message>
    <message>
        <source>Dropped by this host</source>
        <translation>Von diesem Rechner verworfen</translation>
    </message>
    <message>
        <source>Experiments on congestion control</source>
        <translation>Experimente zur Staukontrolle</translation>
    </message>
    <message>
        <source>No path was traced in this period.</source>
        <translation>In diesem Zeitraum wurde kein Pfad verfolgt.</translation>
    </message>
    <message>
        <source>No connection ended in this period.</source>
        <translation>In diesem Zeitraum endete keine Verbindung.</translation>
    </message>
    <message>
        <source>This host dropped nothing in this period.</source>
        <translation>Dieser Rechner hat in diesem Zeitraum nichts verworfen.</translation>
    </message>
    <message>
        <source>No experiment ran in this period.</source>
        <translation>In diesem Zeitraum lief kein Experiment.</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Routen</translation>
    </message>
    <message>
        <source>Route changes</source>
        <translation>Routenwechsel</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Bytes sent</source>
        <translation>Gesendete Bytes</translation>
    </message>
    <message>
        <source>Bytes received</source>
        <translation>Empfangene Bytes</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Wie oft</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Bezug</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>Verhältnis</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervall</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>all paths</source>
        <translation>alle Pfade</translation>
    </message>
    <message>
        <source>verdict withheld: %1</source>
        <translation>Urteil zurückgehalten: %1</translation>
    </message>
    <message>
        <source>no difference shown</source>
        <translation>kein Unterschied gezeigt</translation>
    </message>
    <message>
        <source>faster</source>
        <translation>schneller</translation>
    </message>
    <message>
        <source>slower</source>
        <translation>langsamer</translation>
    </message>
    <message>
        <source>too early</source>
        <translation>zu früh</translation>
    </message>
    <message>
        <source>n = %1, %2 to %3, kernel %4, no filter</source>
        <translation>n = %1, %2 bis %3, Kernel %4, kein Filter</translation>
    </message>
    <message>
        <source>Time of a transfer (upwards) against the round trip of its connection</source>
        <translation>Zeit eines Transfers (nach oben) gegen die Umlaufzeit seiner Verbindung</translation>
    </message>
</context>
<context>
    <name>RevertText</name>
    <message>
        <source>Not before %1.</source>
        <translation>Nicht vor %1.</translation>
    </message>
    <message>
        <source>Drift in this account is only reported.</source>
        <translation>Abweichungen in diesem Konto werden nur gemeldet.</translation>
    </message>
    <message>
        <source>It is not certain yet: the next scan has to see it as well.</source>
        <translation>Noch nicht sicher: Die nächste Lesung muss es auch sehen.</translation>
    </message>
    <message>
        <source>Nothing is changed from here: it is managed by %1.</source>
        <translation>Von hier wird nichts geändert: Es wird von %1 verwaltet.</translation>
    </message>
    <message>
        <source>Only routes and rules can be put back.</source>
        <translation>Nur Routen und Regeln können wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>This kind of drift is not allowed to be put right by itself: %1.</source>
        <translation>Diese Art von Abweichung darf nicht von selbst in Ordnung gebracht werden: %1.</translation>
    </message>
    <message>
        <source>Nothing is changed as long as a list cannot be read: %1.</source>
        <translation>Es wird nichts geändert, solange eine Liste nicht gelesen werden kann: %1.</translation>
    </message>
    <message>
        <source>No profile for writing is named.</source>
        <translation>Es ist kein Profil zum Schreiben genannt.</translation>
    </message>
    <message>
        <source>Writing to clouds is switched off.</source>
        <translation>Das Schreiben in Clouds ist ausgeschaltet.</translation>
    </message>
    <message>
        <source>The gate refuses it: %1.</source>
        <translation>Die Prüfung lehnt es ab: %1.</translation>
    </message>
    <message>
        <source>Report it only</source>
        <translation>Nur melden</translation>
    </message>
    <message>
        <source>Propose a correction</source>
        <translation>Korrektur vorschlagen</translation>
    </message>
    <message>
        <source>Put it right by itself</source>
        <translation>Von selbst in Ordnung bringen</translation>
    </message>
    <message>
        <source>missing route</source>
        <translation>fehlende Route</translation>
    </message>
    <message>
        <source>changed route</source>
        <translation>geänderte Route</translation>
    </message>
    <message>
        <source>route that nobody intended</source>
        <translation>Route, die niemand vorgesehen hat</translation>
    </message>
    <message>
        <source>missing security rule</source>
        <translation>fehlende Sicherheitsregel</translation>
    </message>
    <message>
        <source>changed security rule</source>
        <translation>geänderte Sicherheitsregel</translation>
    </message>
    <message>
        <source>security rule that nobody intended</source>
        <translation>Sicherheitsregel, die niemand vorgesehen hat</translation>
    </message>
    <message>
        <source>missing entry of an access list</source>
        <translation>fehlender Eintrag einer Zugriffsliste</translation>
    </message>
    <message>
        <source>changed entry of an access list</source>
        <translation>geänderter Eintrag einer Zugriffsliste</translation>
    </message>
    <message>
        <source>entry of an access list that nobody intended</source>
        <translation>Eintrag einer Zugriffsliste, den niemand vorgesehen hat</translation>
    </message>
    <message>
        <source>ready for you</source>
        <translation>bereit für Sie</translation>
    </message>
    <message>
        <source>put right</source>
        <translation>in Ordnung gebracht</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>needs you</source>
        <translation>braucht Sie</translation>
    </message>
    <message>
        <source>reported only</source>
        <translation>nur gemeldet</translation>
    </message>
    <message>
        <source>A correction is ready for you to look at and confirm.</source>
        <translation>Eine Korrektur steht bereit; sehen Sie sie an und bestätigen Sie sie.</translation>
    </message>
    <message>
        <source>The kill switch is on. You can still put it right by hand.</source>
        <translation>Der Notschalter ist an. Von Hand können Sie es weiterhin in Ordnung bringen.</translation>
    </message>
    <message>
        <source>Nothing happens by itself any more until you looked at what went wrong: %1.</source>
        <translation>Nichts geschieht mehr von selbst, bis Sie nachgesehen haben, was schiefging: %1.</translation>
    </message>
    <message>
        <source>It was read from files, which cannot be read again afterwards.</source>
        <translation>Es wurde aus Dateien gelesen, die danach nicht noch einmal gelesen werden können.</translation>
    </message>
    <message>
        <source>It was put right before and came back: somebody else wants it so.</source>
        <translation>Es wurde schon in Ordnung gebracht und kam wieder: Jemand anders will es so.</translation>
    </message>
    <message>
        <source>It waits for the maintenance window, %1.</source>
        <translation>Es wartet auf das Wartungsfenster, %1.</translation>
    </message>
    <message>
        <source>As many corrections as are allowed were made: %1.</source>
        <translation>So viele Korrekturen, wie erlaubt sind, wurden vorgenommen: %1.</translation>
    </message>
    <message>
        <source>Only a person may do that, because a guard rail is in the way: %1.</source>
        <translation>Das darf nur ein Mensch, weil eine Leitplanke im Weg ist: %1.</translation>
    </message>
    <message>
        <source>Only a person may do that, because the gate does not see everything: %1.</source>
        <translation>Das darf nur ein Mensch, weil die Prüfung nicht alles sieht: %1.</translation>
    </message>
    <message>
        <source>Only a person may do that, because it cuts what is reachable now: %1.</source>
        <translation>Das darf nur ein Mensch, weil es trennt, was jetzt erreichbar ist: %1.</translation>
    </message>
    <message>
        <source>Only a person may do that, because it touches %1 interfaces.</source>
        <translation>Das darf nur ein Mensch, weil es %1 Schnittstellen berührt.</translation>
    </message>
    <message>
        <source>Another account or region is put right first.</source>
        <translation>Ein anderes Konto oder eine andere Region kommt zuerst an die Reihe.</translation>
    </message>
    <message>
        <source>It is put right by itself.</source>
        <translation>Es wird von selbst in Ordnung gebracht.</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>jeden Tag</translation>
    </message>
    <message>
        <source>this computer&apos;s time</source>
        <translation>Zeit dieses Rechners</translation>
    </message>
    <message>
        <source>%1 at any time, %2</source>
        <translation>%1 jederzeit, %2</translation>
    </message>
    <message>
        <source>%1 from %2 to %3, %4</source>
        <translation>%1 von %2 bis %3, %4</translation>
    </message>
</context>
<context>
    <name>SerialLanes</name>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>still %1</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>Swimlanes</name>
    <message>
        <source>newest serial</source>
        <translation>neueste Seriennummer</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>older serial</source>
        <translation>ältere Seriennummer</translation>
    </message>
    <message>
        <source>nothing known</source>
        <translation>nichts bekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n server(s)</source>
        <translation>
            <numerusform>%n Server</numerusform>
            <numerusform>%n Server</numerusform>
        </translation>
    </message>
    <message>
        <source>all current</source>
        <translation>alle aktuell</translation>
    </message>
    <message>
        <source>arrival</source>
        <translation>Ankunft</translation>
    </message>
</context>
<context>
    <name>TerraformDialog</name>
    <message>
        <source>Plan, can be added</source>
        <translation>Plan, kann hinzugefügt werden</translation>
    </message>
    <message>
        <source>State, can be added</source>
        <translation>Zustand, kann hinzugefügt werden</translation>
    </message>
    <message>
        <source>%1; %2 object(s) do not exist yet</source>
        <translation>%1; Objekte, die es noch nicht gibt: %2</translation>
    </message>
</context>
<context>
    <name>TestChangeDialog</name>
    <message>
        <source>Send a test change</source>
        <translation>Teständerung senden</translation>
    </message>
    <message>
        <source>One record of the zone is set anew at its primary, by an UPDATE (RFC 2136). The serial rises, and every server shows when it has the change. The record stays in the zone; the next test change replaces it.</source>
        <translation>Ein Record der Zone wird an ihrem Primärserver neu gesetzt, durch ein UPDATE (RFC 2136). Die Seriennummer steigt, und jeder Server zeigt, wann er die Änderung hat. Der Record bleibt in der Zone; die nächste Teständerung ersetzt ihn.</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>Send the test change</source>
        <translation>Teständerung senden</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>Signed with</source>
        <translation>Signiert mit</translation>
    </message>
    <message>
        <source>The primary has to allow updates with this key.</source>
        <translation>Der Primärserver muss Updates mit diesem Schlüssel erlauben.</translation>
    </message>
</context>
<context>
    <name>Ticks</name>
    <message>
        <source>d MMM</source>
        <comment>date on a time axis</comment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>date beside a time axis</comment>
        <translation>d. MMM yyyy</translation>
    </message>
</context>
<context>
    <name>TopologyText</name>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>Gegenstelle</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>Internet</translation>
    </message>
    <message>
        <source>%1, account not said</source>
        <translation>%1, Konto nicht genannt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>No region</source>
        <translation>Ohne Region</translation>
    </message>
    <message>
        <source>A network that was not read</source>
        <translation>Ein Netz, das nicht gelesen wurde</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n interface(s)</source>
        <translation>
            <numerusform>%n Schnittstelle</numerusform>
            <numerusform>%n Schnittstellen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 addresses taken</source>
        <translation>%1 von %2 Adressen belegt</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n Verbindung</numerusform>
            <numerusform>%n Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Here: %1</source>
        <translation>Hier: %1</translation>
    </message>
    <message>
        <source>Inside: %1</source>
        <translation>Darin: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n peering(s)</source>
        <translation>
            <numerusform>%n Peering</numerusform>
            <numerusform>%n Peerings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n Anbindung</numerusform>
            <numerusform>%n Anbindungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n VPN tunnel(s)</source>
        <translation>
            <numerusform>%n VPN-Tunnel</numerusform>
            <numerusform>%n VPN-Tunnel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n way(s) to the internet</source>
        <translation>
            <numerusform>%n Weg ins Internet</numerusform>
            <numerusform>%n Wege ins Internet</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 between %2 and %3</source>
        <translation>%1 zwischen %2 und %3</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>blackhole</source>
        <translation>ins Leere</translation>
    </message>
    <message>
        <source>tunnel down</source>
        <translation>Tunnel aus</translation>
    </message>
    <message>
        <source>exposed</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>veraltet</translation>
    </message>
</context>
<context>
    <name>TransferDialog</name>
    <message>
        <source>Any of its addresses</source>
        <translation>Irgendeine seiner Adressen</translation>
    </message>
    <message>
        <source>Transfer from a chosen primary</source>
        <translation>Von einem bestimmten Primärserver übertragen</translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n Zone</numerusform>
            <numerusform>%n Zonen</numerusform>
        </translation>
    </message>
    <message>
        <source>In &amp;full (AXFR)</source>
        <translation>&amp;Vollständig (AXFR)</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>&amp;Primary</source>
        <translation>&amp;Primärserver</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
</context>
<context>
    <name>TransferLayers</name>
    <message>
        <source>connecting</source>
        <translation>Verbindungsaufbau</translation>
    </message>
    <message>
        <source>waiting for the first octet</source>
        <translation>Warten auf das erste Oktett</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>Stockung</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>primary</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Octets the sender repeated</source>
        <translation>Vom Sender wiederholte Oktette</translation>
    </message>
    <message>
        <source>Segments out of order</source>
        <translation>Segmente in falscher Reihenfolge</translation>
    </message>
    <message>
        <source>Time of the transfer</source>
        <translation>Dauer des Transfers</translation>
    </message>
</context>
<context>
    <name>Values</name>
    <message>
        <source>0 s</source>
        <translation>0 s</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
</context>
<context>
    <name>VerdictText</name>
    <message>
        <source>Too short to tell</source>
        <translation>Zu kurz für ein Urteil</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Gesund</translation>
    </message>
    <message>
        <source>Network loss</source>
        <translation>Verlust im Netz</translation>
    </message>
    <message>
        <source>Suspected loss at the sender</source>
        <translation>Vermuteter Verlust beim Sender</translation>
    </message>
    <message>
        <source>Small receive window</source>
        <translation>Kleines Empfangsfenster</translation>
    </message>
    <message>
        <source>Slow primary</source>
        <translation>Langsamer Primärserver</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>So few octets say nothing about the path.</source>
        <translation>So wenige Oktette sagen nichts über den Weg.</translation>
    </message>
    <message>
        <source>It was as fast as the path.</source>
        <translation>Er war so schnell wie der Weg.</translation>
    </message>
    <message>
        <source>The sender runs on this host: it sent %1 of its octets again.</source>
        <translation>Der Sender läuft auf diesem Rechner: Er hat %1 seiner Oktette erneut gesendet.</translation>
    </message>
    <message>
        <source>Data came out of order and with waits. Only the sender knows what it lost.</source>
        <translation>Daten kamen in falscher Reihenfolge und mit Wartezeiten. Was verloren ging, weiß nur der Sender.</translation>
    </message>
    <message>
        <source>The room we offered was full all the time.</source>
        <translation>Der Platz, den wir boten, war die ganze Zeit voll.</translation>
    </message>
    <message>
        <source>The primary let us wait for %1; nothing points to loss.</source>
        <translation>Der Primärserver ließ uns %1 warten; nichts deutet auf Verlust.</translation>
    </message>
    <message>
        <source>We were busy for %1 with what had come.</source>
        <translation>Wir waren %1 lang mit dem beschäftigt, was gekommen war.</translation>
    </message>
    <message>
        <source>Over a connection that was open already</source>
        <translation>Über eine Verbindung, die schon offen war</translation>
    </message>
    <message>
        <source>Connected after %1</source>
        <translation>Verbunden nach %1</translation>
    </message>
    <message>
        <source>First octet after %1</source>
        <translation>Erstes Oktett nach %1</translation>
    </message>
    <message numerus="yes">
        <source>%n stall(s), %1 in all</source>
        <translation>
            <numerusform>%n Stockung, zusammen %1</numerusform>
            <numerusform>%n Stockungen, zusammen %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The sender, on this host, repeated %1</source>
        <translation>Der Sender auf diesem Rechner hat %1 wiederholt</translation>
    </message>
    <message>
        <source>Round trip %1</source>
        <translation>Umlaufzeit %1</translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s) came out of order, which is no loss rate</source>
        <translation>
            <numerusform>%n Segment kam in falscher Reihenfolge, was keine Verlustrate ist</numerusform>
            <numerusform>%n Segmente kamen in falscher Reihenfolge, was keine Verlustrate ist</numerusform>
        </translation>
    </message>
    <message>
        <source>Receive space %1</source>
        <translation>Empfangsraum %1</translation>
    </message>
</context>
<context>
    <name>ViewExport</name>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON-Zeilen (*.jsonl)</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Bild (*.png)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
    <message>
        <source>kernel %1</source>
        <translation>Kernel %1</translation>
    </message>
    <message>
        <source>no filter</source>
        <translation>kein Filter</translation>
    </message>
    <message>
        <source>filter: %1</source>
        <translation>Filter: %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Report (*.html)</source>
        <translation>Bericht (*.html)</translation>
    </message>
    <message>
        <source>Report on paper (*.pdf)</source>
        <translation>Bericht auf Papier (*.pdf)</translation>
    </message>
    <message>
        <source>Export this table…</source>
        <translation>Diese Tabelle exportieren …</translation>
    </message>
</context>
<context>
    <name>WatchLayers</name>
    <message>
        <source>receiver&apos;s window</source>
        <translation>Fenster des Empfängers</translation>
    </message>
    <message>
        <source>send buffer (a hint)</source>
        <translation>Sendepuffer (ein Hinweis)</translation>
    </message>
    <message>
        <source>application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>nothing to send</source>
        <translation>nichts zu senden</translation>
    </message>
    <message>
        <source>Receive space</source>
        <translation>Empfangsraum</translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation>Staufenster</translation>
    </message>
    <message>
        <source>Slow start threshold</source>
        <translation>Schwelle des langsamen Starts</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Least round trip</source>
        <translation>Kleinste Umlaufzeit</translation>
    </message>
    <message>
        <source>Round trip seen by the receiver</source>
        <translation>Umlaufzeit aus Sicht des Empfängers</translation>
    </message>
    <message>
        <source>Received a second</source>
        <translation>Empfangen je Sekunde</translation>
    </message>
    <message>
        <source>Delivered a second</source>
        <translation>Zugestellt je Sekunde</translation>
    </message>
    <message>
        <source>Paced at</source>
        <translation>Getaktet mit</translation>
    </message>
    <message>
        <source>Sent a second</source>
        <translation>Gesendet je Sekunde</translation>
    </message>
    <message>
        <source>out of order (no loss rate)</source>
        <translation>falsche Reihenfolge (keine Verlustrate)</translation>
    </message>
    <message>
        <source>what</source>
        <translation>was</translation>
    </message>
    <message>
        <source>Out of order</source>
        <translation>Falsche Reihenfolge</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>wiederholt</translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n Segment</numerusform>
            <numerusform>%n Segmente</numerusform>
        </translation>
    </message>
    <message>
        <source>Limited by</source>
        <translation>Begrenzt durch</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>Wiederholt</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>Aktuell</translation>
    </message>
    <message>
        <source>Refreshing</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>Im Rückstand</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Gestört</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Notify</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Planung</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>Bau</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Observe</source>
        <translation>Beobachtung</translation>
    </message>
    <message>
        <source>From the NOTIFY to the accepted request.</source>
        <translation>Vom NOTIFY bis zum angenommenen Auftrag.</translation>
    </message>
    <message>
        <source>Waiting for a free transfer slot.</source>
        <translation>Warten auf einen freien Platz für den Transfer.</translation>
    </message>
    <message>
        <source>SOA check and transfer from the primary.</source>
        <translation>SOA-Prüfung und Transfer vom Primärserver.</translation>
    </message>
    <message>
        <source>Building and checking the new version.</source>
        <translation>Die neue Version bauen und prüfen.</translation>
    </message>
    <message>
        <source>Writing the version and switching to it.</source>
        <translation>Die Version schreiben und umschalten.</translation>
    </message>
    <message>
        <source>Until the last edge answers with the new serial.</source>
        <translation>Bis die letzte Edge mit der neuen Seriennummer antwortet.</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>SOA check</source>
        <translation>SOA-Prüfung</translation>
    </message>
    <message>
        <source>IXFR answered in full</source>
        <translation>IXFR, vollständig beantwortet</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Asking for the serial</source>
        <translation>Fragt nach der Seriennummer</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Empfängt</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>Baut</translation>
    </message>
    <message>
        <source>Publishing</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>NOTIFY</source>
        <translation>NOTIFY</translation>
    </message>
    <message>
        <source>refresh timer</source>
        <translation>Refresh-Frist</translation>
    </message>
    <message>
        <source>retry timer</source>
        <translation>Retry-Frist</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>full, by hand</source>
        <translation>vollständig, von Hand</translation>
    </message>
    <message>
        <source>new zone</source>
        <translation>neue Zone</translation>
    </message>
    <message>
        <source>resumed after a restart</source>
        <translation>nach Neustart fortgesetzt</translation>
    </message>
    <message>
        <source>Incremental, full when needed</source>
        <translation>Schrittweise, wenn nötig vollständig</translation>
    </message>
    <message>
        <source>Always full</source>
        <translation>Immer vollständig</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>No server</source>
        <translation>Kein Server</translation>
    </message>
    <message>
        <source>TCP blocked</source>
        <translation>TCP gesperrt</translation>
    </message>
    <message>
        <source>No such zone</source>
        <translation>Keine solche Zone</translation>
    </message>
    <message>
        <source>Not loaded</source>
        <translation>Nicht geladen</translation>
    </message>
    <message>
        <source>Key unknown</source>
        <translation>Schlüssel unbekannt</translation>
    </message>
    <message>
        <source>Wrong secret</source>
        <translation>Falsches Geheimnis</translation>
    </message>
    <message>
        <source>Clocks differ</source>
        <translation>Uhren verschieden</translation>
    </message>
    <message>
        <source>Key rejected</source>
        <translation>Schlüssel abgewiesen</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Not a primary</source>
        <translation>Kein Primärserver</translation>
    </message>
    <message>
        <source>Already added</source>
        <translation>Schon vorhanden</translation>
    </message>
    <message>
        <source>%1 answers and allows the transfer.</source>
        <translation>%1 antwortet und erlaubt den Transfer.</translation>
    </message>
    <message>
        <source>Nothing answers at %1. Check address and port.</source>
        <translation>Bei %1 antwortet nichts. Prüfen Sie Adresse und Port.</translation>
    </message>
    <message>
        <source>%1 answers over UDP but not over TCP, which transfers need. Open TCP port 53.</source>
        <translation>%1 antwortet über UDP, aber nicht über TCP, das Transfers brauchen. Öffnen Sie TCP-Port 53.</translation>
    </message>
    <message>
        <source>%1 does not have this zone. Check the spelling.</source>
        <translation>%1 hat diese Zone nicht. Prüfen Sie die Schreibweise.</translation>
    </message>
    <message>
        <source>%1 knows the zone but has not loaded it. Check its log.</source>
        <translation>%1 kennt die Zone, hat sie aber nicht geladen. Prüfen Sie sein Protokoll.</translation>
    </message>
    <message>
        <source>%1 does not know the key %2. Check its name and algorithm there.</source>
        <translation>%1 kennt den Schlüssel %2 nicht. Prüfen Sie dort Name und Verfahren.</translation>
    </message>
    <message>
        <source>%1 has another secret for the key %2.</source>
        <translation>%1 hat ein anderes Geheimnis für den Schlüssel %2.</translation>
    </message>
    <message numerus="yes">
        <source>The clock of %1 is %n second(s) away from ours. Correct one of them.</source>
        <translation>
            <numerusform>Die Uhr von %1 weicht %n Sekunde von unserer ab. Stellen Sie eine davon.</numerusform>
            <numerusform>Die Uhr von %1 weicht %n Sekunden von unserer ab. Stellen Sie eine davon.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 knows the key %2 but does not accept it for this zone.</source>
        <translation>%1 kennt den Schlüssel %2, nimmt ihn aber für diese Zone nicht an.</translation>
    </message>
    <message>
        <source>%1 refuses the transfer. Allow our address there.</source>
        <translation>%1 lehnt den Transfer ab. Erlauben Sie dort unsere Adresse.</translation>
    </message>
    <message>
        <source>%1 refuses the transfer. Allow our address %2 there.</source>
        <translation>%1 lehnt den Transfer ab. Erlauben Sie dort unsere Adresse %2.</translation>
    </message>
    <message>
        <source>%1 answers without authority: it is probably a resolver.</source>
        <translation>%1 antwortet nicht maßgeblich: Es ist wohl ein Resolver.</translation>
    </message>
    <message>
        <source>This zone is already in the list.</source>
        <translation>Diese Zone ist schon in der Liste.</translation>
    </message>
    <message>
        <source>The probe of %1 failed.</source>
        <translation>Die Probe von %1 ist gescheitert.</translation>
    </message>
</context>
<context>
    <name>ZoneColumns</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source>%1 still has serial %2</source>
        <translation>%1 hat noch Seriennummer %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Visible everywhere</source>
        <translation>Überall sichtbar</translation>
    </message>
    <message>
        <source>Primary&apos;s serial</source>
        <translation>Beim Primärserver</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>Next check</source>
        <translation>Nächste Prüfung</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>Letzter Fehler</translation>
    </message>
    <message>
        <source>The worst that is true of the zone now.</source>
        <translation>Das Schlimmste, das jetzt für die Zone gilt.</translation>
    </message>
    <message>
        <source>The name of the zone.</source>
        <translation>Der Name der Zone.</translation>
    </message>
    <message>
        <source>The serial Zonescope holds and serves.</source>
        <translation>Die Seriennummer, die Zonescope hält und ausliefert.</translation>
    </message>
    <message>
        <source>How many edges serve our serial, and since when all of them do.</source>
        <translation>Wie viele Edges unsere Seriennummer ausliefern und seit wann es alle tun.</translation>
    </message>
    <message>
        <source>The serial last seen at a primary.</source>
        <translation>Die zuletzt bei einem Primärserver gesehene Seriennummer.</translation>
    </message>
    <message>
        <source>The primary that answered last.</source>
        <translation>Der Primärserver, der zuletzt geantwortet hat.</translation>
    </message>
    <message>
        <source>When the present serial became ours.</source>
        <translation>Wann die jetzige Seriennummer unsere wurde.</translation>
    </message>
    <message>
        <source>When the primary is asked for its serial again.</source>
        <translation>Wann der Primärserver wieder nach seiner Seriennummer gefragt wird.</translation>
    </message>
    <message>
        <source>When the zone stops being served if no primary answers.</source>
        <translation>Wann die Zone nicht mehr ausgeliefert wird, wenn kein Primärserver antwortet.</translation>
    </message>
    <message>
        <source>What went wrong last; empty while all is well.</source>
        <translation>Was zuletzt schiefging; leer, solange alles gut ist.</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1
Since %2</source>
        <translation>%1
Seit %2</translation>
    </message>
    <message>
        <source>Seen %1</source>
        <translation>Gesehen %1</translation>
    </message>
</context>
<context>
    <name>ZoneEdits</name>
    <message numerus="yes">
        <source>Paused %n zone(s)</source>
        <translation>
            <numerusform>%n Zone angehalten</numerusform>
            <numerusform>%n Zonen angehalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resumed %n zone(s)</source>
        <translation>
            <numerusform>%n Zone fortgesetzt</numerusform>
            <numerusform>%n Zonen fortgesetzt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removed %n zone(s)</source>
        <translation>
            <numerusform>%n Zone entfernt</numerusform>
            <numerusform>%n Zonen entfernt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::activity::ActivityPage</name>
    <message>
        <source>Filter by text</source>
        <translation>Nach Text filtern</translation>
    </message>
    <message>
        <source>Only the chosen &amp;zone</source>
        <translation>Nur die gewählte &amp;Zone</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Load &amp;older</source>
        <translation>Äl&amp;tere laden</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Kind of event</source>
        <translation>Art des Ereignisses</translation>
    </message>
    <message>
        <source>Filter activity by text</source>
        <translation>Ereignisse nach Text filtern</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Noch ist nichts geschehen.</translation>
    </message>
    <message>
        <source>activity.csv</source>
        <translation>ereignisse.csv</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 warten</translation>
    </message>
    <message>
        <source>dropped: %1</source>
        <translation>verworfen: %1</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::charts::Chart</name>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message>
        <source>Copy data and picture</source>
        <translation>Daten und Bild kopieren</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern …</translation>
    </message>
    <message>
        <source>Save data…</source>
        <translation>Daten speichern …</translation>
    </message>
    <message>
        <source>Zoom to the selected time</source>
        <translation>Auf die gewählte Zeit vergrößern</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::AccountDialog</name>
    <message>
        <source>all that are switched on</source>
        <translation>alle eingeschalteten</translation>
    </message>
    <message>
        <source>AWS itself</source>
        <translation>AWS selbst</translation>
    </message>
    <message>
        <source>those of this computer</source>
        <translation>die dieses Rechners</translation>
    </message>
    <message>
        <source>Zonescope only reads: it needs the rights ec2:Describe*, ec2:Get*, ec2:SearchTransitGatewayRoutes, elasticloadbalancing:Describe*, route53:List* and sts:AssumeRole. Keys stay in your AWS files.</source>
        <translation>Zonescope liest nur: Es braucht die Rechte ec2:Describe*, ec2:Get*, ec2:SearchTransitGatewayRoutes, elasticloadbalancing:Describe*, route53:List* und sts:AssumeRole. Schlüssel bleiben in Ihren AWS-Dateien.</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>&amp;Profil</translation>
    </message>
    <message>
        <source>&amp;Regions</source>
        <translation>&amp;Regionen</translation>
    </message>
    <message>
        <source>&amp;Endpoint</source>
        <translation>&amp;Endpunkt</translation>
    </message>
    <message>
        <source>Certificate &amp;authorities (file)</source>
        <translation>&amp;Zertifizierungsstellen (Datei)</translation>
    </message>
    <message>
        <source>Rea&amp;d</source>
        <translation>&amp;Lesen</translation>
    </message>
    <message>
        <source>The endpoint must begin with https://; http only to this computer.</source>
        <translation>Der Endpunkt muss mit https:// beginnen; http nur zu diesem Rechner.</translation>
    </message>
    <message>
        <source>Read an account</source>
        <translation>Konto lesen</translation>
    </message>
    <message>
        <source>AWS</source>
        <translation>AWS</translation>
    </message>
    <message>
        <source>Google Cloud</source>
        <translation>Google Cloud</translation>
    </message>
    <message>
        <source>Azure</source>
        <translation>Azure</translation>
    </message>
    <message>
        <source>OpenStack</source>
        <translation>OpenStack</translation>
    </message>
    <message>
        <source>Pro&amp;vider</source>
        <translation>An&amp;bieter</translation>
    </message>
    <message>
        <source>Zonescope only reads: the roles Compute Network Viewer and DNS Reader are enough. The profile is a service account&apos;s key file or the application default credentials of gcloud; neither is copied.</source>
        <translation>Zonescope liest nur: Die Rollen Compute Network Viewer und DNS Reader genügen. Das Profil ist die Schlüsseldatei eines Dienstkontos oder die Standardanmeldedaten (application default credentials) von gcloud; nichts davon wird kopiert.</translation>
    </message>
    <message>
        <source>P&amp;rojects</source>
        <translation>P&amp;rojekte</translation>
    </message>
    <message>
        <source>the one of the profile</source>
        <translation>das des Profils</translation>
    </message>
    <message>
        <source>Google itself</source>
        <translation>Google selbst</translation>
    </message>
    <message>
        <source>Zonescope only reads: the role Reader is enough. The profile is the environment (AZURE_CLIENT_ID and so on), a service principal of az, or a file with one; its secret is not copied.</source>
        <translation>Zonescope liest nur: Die Rolle Reader (Leser) genügt. Das Profil ist die Umgebung (AZURE_CLIENT_ID und so weiter), ein Dienstprinzipal von az oder eine Datei mit einem; sein Geheimnis wird nicht kopiert.</translation>
    </message>
    <message>
        <source>&amp;Subscriptions</source>
        <translation>Abonnement&amp;s</translation>
    </message>
    <message>
        <source>all that can be seen</source>
        <translation>alle, die zu sehen sind</translation>
    </message>
    <message>
        <source>Azure itself</source>
        <translation>Azure selbst</translation>
    </message>
    <message>
        <source>Zonescope only reads: the role reader is enough. The profile is a cloud of your clouds.yaml or the environment (OS_AUTH_URL and so on), with a password or an application credential; neither is copied.</source>
        <translation>Zonescope liest nur: Die Rolle reader genügt. Das Profil ist eine Cloud Ihrer clouds.yaml oder die Umgebung (OS_AUTH_URL und so weiter), mit Passwort oder Anwendungsanmeldedaten; nichts davon wird kopiert.</translation>
    </message>
    <message>
        <source>all of the catalogue</source>
        <translation>alle des Katalogs</translation>
    </message>
    <message>
        <source>the auth_url of the profile</source>
        <translation>auth_url des Profils</translation>
    </message>
    <message>
        <source>When it dri&amp;fts</source>
        <translation>&amp;Bei Abweichung</translation>
    </message>
    <message>
        <source>Whether drift in this account is reported, proposed to be put right, or put right by itself, and within which limits</source>
        <translation>Ob Abweichungen in diesem Konto gemeldet, zur Korrektur vorgeschlagen oder von selbst in Ordnung gebracht werden, und in welchen Grenzen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::AutoRevertDialog</name>
    <message>
        <source>When %1 drifts</source>
        <translation>Bei Abweichung in %1</translation>
    </message>
    <message>
        <source>the one that may write, not the one that reads</source>
        <translation>das zum Schreiben, nicht das lesende</translation>
    </message>
    <message>
        <source>the profile&apos;s own</source>
        <translation>die des Profils</translation>
    </message>
    <message>
        <source>When something &amp;drifts</source>
        <translation>Bei &amp;Abweichung</translation>
    </message>
    <message>
        <source>&amp;Profile for writing</source>
        <translation>&amp;Profil zum Schreiben</translation>
    </message>
    <message>
        <source>&amp;Endpoint</source>
        <translation>&amp;Endpunkt</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>What may be put right</source>
        <translation>Was in Ordnung gebracht werden darf</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Routen</translation>
    </message>
    <message>
        <source>Security rules</source>
        <translation>Sicherheitsregeln</translation>
    </message>
    <message>
        <source>Entries of access lists</source>
        <translation>Einträge von Zugriffslisten</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlend</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>intended by nobody</source>
        <translation>von niemandem vorgesehen</translation>
    </message>
    <message>
        <source>Without a person only</source>
        <translation>Nur ohne einen Menschen</translation>
    </message>
    <message>
        <source>Most corrections</source>
        <translation>Höchstzahl der Korrekturen</translation>
    </message>
    <message>
        <source> h</source>
        <translation> h</translation>
    </message>
    <message>
        <source>Hours in which they are counted</source>
        <translation>Stunden, in denen sie gezählt werden</translation>
    </message>
    <message>
        <source>May &amp;cut what is reachable only through the drift</source>
        <translation>Darf &amp;trennen, was nur durch die Abweichung erreichbar ist</translation>
    </message>
    <message>
        <source>A rule that nobody intended lets something in; taking it away ends that</source>
        <translation>Eine Regel, die niemand vorgesehen hat, lässt etwas ein; sie wegzunehmen beendet das</translation>
    </message>
    <message>
        <source>in</source>
        <translation>in</translation>
    </message>
    <message>
        <source>Corrections, at &amp;most</source>
        <translation>Korrekturen, &amp;höchstens</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>Warte&amp;fenster</translation>
    </message>
    <message>
        <source>&amp;Interfaces touched, at most</source>
        <translation>Berührte Schni&amp;ttstellen, höchstens</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>this computer&apos;s time</source>
        <translation>Zeit dieses Rechners</translation>
    </message>
    <message>
        <source>UTC, the time of this computer, or an offset as +02:00</source>
        <translation>UTC, die Zeit dieses Rechners oder ein Versatz wie +02:00</translation>
    </message>
    <message>
        <source>Drift is said in the window, in Activity and on the desktop. Nothing is prepared.</source>
        <translation>Abweichungen werden im Fenster, in den Ereignissen und auf dem Desktop gemeldet. Vorbereitet wird nichts.</translation>
    </message>
    <message>
        <source>When drift is certain, what would put it right stands ready with the gate&apos;s judgement. Nothing is sent until somebody looked at it and confirmed.</source>
        <translation>Ist eine Abweichung sicher, so steht bereit, was sie in Ordnung brächte, mit dem Urteil der Prüfung. Nichts wird gesendet, bis jemand es angesehen und bestätigt hat.</translation>
    </message>
    <message>
        <source>When a reading, here or by zonescoped --discover --every, makes drift certain and no guard rail is in the way, it is put right and the account is read again. What is not as foretold is taken back at once, and nothing more happens by itself until somebody looked. Everything else stands ready to confirm.</source>
        <translation>Macht eine Lesung, hier oder durch zonescoped --discover --every, eine Abweichung sicher und ist keine Leitplanke im Weg, so wird sie in Ordnung gebracht und das Konto noch einmal gelesen. Was nicht wie vorhergesagt ist, wird sofort zurückgenommen, und nichts geschieht mehr von selbst, bis jemand nachgesehen hat. Alles andere steht zum Bestätigen bereit.</translation>
    </message>
    <message>
        <source>Name the profile that may write.</source>
        <translation>Nennen Sie das Profil, das schreiben darf.</translation>
    </message>
    <message>
        <source>Choose at least one kind of drift that may be put right.</source>
        <translation>Wählen Sie wenigstens eine Art von Abweichung, die in Ordnung gebracht werden darf.</translation>
    </message>
    <message>
        <source>Choose at least one day of the week.</source>
        <translation>Wählen Sie wenigstens einen Wochentag.</translation>
    </message>
    <message>
        <source>The time zone is UTC, the time of this computer, or an offset as +02:00.</source>
        <translation>Die Zeitzone ist UTC, die Zeit dieses Rechners oder ein Versatz wie +02:00.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::CloudPage</name>
    <message>
        <source>Cloud</source>
        <translation>Cloud</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) could not be read; everything else was.</source>
        <translation>
            <numerusform>%n Teil war nicht lesbar; alles andere wurde gelesen.</numerusform>
            <numerusform>%n Teile waren nicht lesbar; alles andere wurde gelesen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show which</source>
        <translation>Zeigen, welche</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Fin&amp;dings (%1)</source>
        <translation>&amp;Befunde (%1)</translation>
    </message>
    <message>
        <source>Fin&amp;dings</source>
        <translation>&amp;Befunde</translation>
    </message>
    <message numerus="yes">
        <source>%n resource(s)</source>
        <translation>
            <numerusform>%n Ressource</numerusform>
            <numerusform>%n Ressourcen</numerusform>
        </translation>
    </message>
    <message>
        <source>cloud.csv</source>
        <translation>cloud.csv</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen …</translation>
    </message>
    <message>
        <source>Reading the account %1…</source>
        <translation>Das Konto %1 wird gelesen …</translation>
    </message>
    <message>
        <source>Folder with the provider&apos;s output</source>
        <translation>Ordner mit der Ausgabe des Anbieters</translation>
    </message>
    <message>
        <source>Open a snapshot</source>
        <translation>Schnappschuss öffnen</translation>
    </message>
    <message>
        <source>Snapshots (*.zscloud)</source>
        <translation>Schnappschüsse (*.zscloud)</translation>
    </message>
    <message>
        <source>Save the snapshot</source>
        <translation>Schnappschuss speichern</translation>
    </message>
    <message>
        <source>The snapshot was saved as %1.</source>
        <translation>Der Schnappschuss wurde als %1 gespeichert.</translation>
    </message>
    <message>
        <source>No cloud is known yet</source>
        <translation>Noch ist keine Cloud bekannt</translation>
    </message>
    <message>
        <source>Save what the provider&apos;s command line prints (aws ec2 describe-vpcs, gcloud … --format=json, az … -o json) into a folder and open it here, or drop it on this page. Secrets are taken out before anything is kept.</source>
        <translation>Speichern Sie in einem Ordner, was die Befehlszeile des Anbieters ausgibt (aws ec2 describe-vpcs, gcloud … --format=json, az … -o json), und öffnen Sie ihn hier, oder ziehen Sie ihn auf diese Seite. Geheimnisse werden entfernt, bevor irgendetwas aufbewahrt wird.</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>Ordner öffnen …</translation>
    </message>
    <message>
        <source>Open a &amp;folder…</source>
        <translation>&amp;Ordner öffnen …</translation>
    </message>
    <message>
        <source>Open a s&amp;napshot…</source>
        <translation>Sch&amp;nappschuss öffnen …</translation>
    </message>
    <message>
        <source>Read an &amp;account…</source>
        <translation>&amp;Konto lesen …</translation>
    </message>
    <message>
        <source>&amp;Save the snapshot…</source>
        <translation>Schnappschuss &amp;speichern …</translation>
    </message>
    <message>
        <source>For&amp;get the snapshot</source>
        <translation>Schnappschuss &amp;vergessen</translation>
    </message>
    <message>
        <source>Removes the snapshot that is shown from this computer</source>
        <translation>Entfernt den gezeigten Schnappschuss von diesem Rechner</translation>
    </message>
    <message>
        <source>Filter: name, id, tag, address, 10.0.0.0/8, kind:subnet, provider:aws</source>
        <translation>Filter: Name, Kennung, Tag, Adresse, 10.0.0.0/8, kind:subnet, provider:aws</translation>
    </message>
    <message>
        <source>Filter resources</source>
        <translation>Ressourcen filtern</translation>
    </message>
    <message>
        <source>Snapshot that is shown</source>
        <translation>Gezeigter Schnappschuss</translation>
    </message>
    <message>
        <source>Sna&amp;pshots</source>
        <translation>Schna&amp;ppschüsse</translation>
    </message>
    <message>
        <source>Inventory</source>
        <translation>Verzeichnis</translation>
    </message>
    <message>
        <source>No resource matches the filter.</source>
        <translation>Keine Ressource passt zum Filter.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>&amp;Inventory</source>
        <translation>Ver&amp;zeichnis</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Names in the DNS</source>
        <translation>Namen im DNS</translation>
    </message>
    <message>
        <source>No zone that is held here or in a cloud has an address or an alias.</source>
        <translation>Keine Zone, die hier oder in einer Cloud liegt, hat eine Adresse oder einen Alias.</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>No difference, or no older snapshot is chosen.</source>
        <translation>Kein Unterschied, oder kein älterer Schnappschuss ist gewählt.</translation>
    </message>
    <message>
        <source>Compared wit&amp;h</source>
        <translation>Ver&amp;glichen mit</translation>
    </message>
    <message>
        <source>What was read</source>
        <translation>Was gelesen wurde</translation>
    </message>
    <message>
        <source>N&amp;ames</source>
        <translation>&amp;Namen</translation>
    </message>
    <message>
        <source>Reacha&amp;bility</source>
        <translation>&amp;Erreichbarkeit</translation>
    </message>
    <message>
        <source>&amp;Changes</source>
        <translation>Än&amp;derungen</translation>
    </message>
    <message>
        <source>What &amp;was read</source>
        <translation>&amp;Was gelesen wurde</translation>
    </message>
    <message numerus="yes">
        <source>%1, at %2 of %n edge(s)</source>
        <translation>
            <numerusform>%1, bei %2 von %n Edge</numerusform>
            <numerusform>%1, bei %2 von %n Edges</numerusform>
        </translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>Von %1 bis %2</translation>
    </message>
    <message>
        <source>Reading the account…</source>
        <translation>Konto wird gelesen …</translation>
    </message>
    <message>
        <source>S&amp;top reading</source>
        <translation>Lesen ab&amp;brechen</translation>
    </message>
    <message>
        <source>There is no snapshot to save yet.</source>
        <translation>Es gibt noch keinen Schnappschuss zum Speichern.</translation>
    </message>
    <message>
        <source>Routes that fit</source>
        <translation>Passende Routen</translation>
    </message>
    <message>
        <source>Write where packets start and where they are to go.</source>
        <translation>Schreiben Sie, wo Pakete beginnen und wohin sie sollen.</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>Lesungen</translation>
    </message>
    <message>
        <source>&amp;Topology</source>
        <translation>&amp;Topologie</translation>
    </message>
    <message>
        <source>Ro&amp;utes</source>
        <translation>Ro&amp;uten</translation>
    </message>
    <message>
        <source>Histor&amp;y</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>Dri&amp;ft (%1)</source>
        <translation>Ab&amp;weichung (%1)</translation>
    </message>
    <message>
        <source>Dri&amp;ft</source>
        <translation>Ab&amp;weichung</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) are not as intended.</source>
        <translation>
            <numerusform>%n Objekt ist nicht wie vorgesehen.</numerusform>
            <numerusform>%n Objekte sind nicht wie vorgesehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Release the kill switch</source>
        <translation>Notschalter lösen</translation>
    </message>
    <message>
        <source>Accounts that are set to be put right by themselves begin again with their next scan. Release the kill switch?</source>
        <translation>Konten, die von selbst in Ordnung gebracht werden sollen, beginnen mit ihrer nächsten Lesung wieder damit. Notschalter lösen?</translation>
    </message>
    <message>
        <source>&amp;Release</source>
        <translation>&amp;Lösen</translation>
    </message>
    <message>
        <source>Release the &amp;kill switch…</source>
        <translation>&amp;Notschalter lösen …</translation>
    </message>
    <message>
        <source>&amp;Kill switch</source>
        <translation>&amp;Notschalter</translation>
    </message>
    <message>
        <source>The kill switch is on: nothing in a cloud is changed by itself.</source>
        <translation>Der Notschalter ist an: In keiner Cloud wird etwas von selbst geändert.</translation>
    </message>
    <message>
        <source>Stops at once whatever is put right by itself, in every account; what is half done is taken back (Ctrl+Shift+K)</source>
        <translation>Hält sofort an, was von selbst in Ordnung gebracht wird, in jedem Konto; was halb getan ist, wird zurückgenommen (Strg+Umschalt+K)</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::CorrectionBar</name>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Behalten</translation>
    </message>
    <message>
        <source>Take &amp;back now</source>
        <translation>&amp;Jetzt zurücknehmen</translation>
    </message>
    <message>
        <source>This change could not be taken back: %1. %2</source>
        <translation>Diese Änderung ließ sich nicht zurücknehmen: %1. %2</translation>
    </message>
    <message numerus="yes">
        <source>Carried out: %1. It is taken back in %n second(s) unless you keep it.</source>
        <translation>
            <numerusform>Ausgeführt: %1. Wird in %n Sekunde zurückgenommen, wenn Sie es nicht behalten.</numerusform>
            <numerusform>Ausgeführt: %1. Wird in %n Sekunden zurückgenommen, wenn Sie es nicht behalten.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::CorrectionDialog</name>
    <message>
        <source>I have &amp;read what would be sent and what it would do</source>
        <translation>Ich habe &amp;gelesen, was gesendet würde und was es täte</translation>
    </message>
    <message>
        <source>Put it right at the provider</source>
        <translation>Beim Anbieter in Ordnung bringen</translation>
    </message>
    <message>
        <source>the one that may write, not the one that reads</source>
        <translation>das, das schreiben darf, nicht das, das liest</translation>
    </message>
    <message>
        <source>the profile&apos;s own</source>
        <translation>der des Profils</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Taken back by itself after that time unless you keep it</source>
        <translation>Wird nach dieser Zeit von selbst zurückgenommen, wenn Sie es nicht behalten</translation>
    </message>
    <message>
        <source>Choose the profile for writing and look at what would be sent.</source>
        <translation>Wählen Sie das Profil zum Schreiben und sehen Sie an, was gesendet würde.</translation>
    </message>
    <message>
        <source>What would be sent and what it would do</source>
        <translation>Was gesendet würde und was es täte</translation>
    </message>
    <message>
        <source>&amp;Profile for writing</source>
        <translation>&amp;Profil zum Schreiben</translation>
    </message>
    <message>
        <source>&amp;Endpoint</source>
        <translation>&amp;Endpunkt</translation>
    </message>
    <message>
        <source>Taken &amp;back unless kept within</source>
        <translation>&amp;Zurückgenommen, wenn nicht behalten binnen</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>&amp;Ansehen</translation>
    </message>
    <message>
        <source>&amp;Carry out</source>
        <translation>A&amp;usführen</translation>
    </message>
    <message>
        <source>What would be sent:</source>
        <translation>Was gesendet würde:</translation>
    </message>
    <message>
        <source>The provider is asked for a dry run of each call first.</source>
        <translation>Der Anbieter wird zuerst um einen Probelauf jedes Aufrufs gebeten.</translation>
    </message>
    <message>
        <source>AWS and OpenStack: the name of a profile or cloud. Google Cloud: the path of a key file. Azure: a client id, &quot;environment&quot; or the path of a file.</source>
        <translation>AWS und OpenStack: der Name eines Profils oder einer Cloud. Google Cloud: der Pfad einer Schlüsseldatei. Azure: eine Client-ID, „environment“ oder der Pfad einer Datei.</translation>
    </message>
    <message>
        <source>This provider knows no dry run; what is there is read once more right before, and nothing is sent when it differs.</source>
        <translation>Dieser Anbieter kennt keinen Probelauf; was da ist, wird unmittelbar vorher noch einmal gelesen, und nichts wird gesendet, wenn es abweicht.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::DriftView</name>
    <message>
        <source>Drift</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>About the selected drift</source>
        <translation>Zur ausgewählten Abweichung</translation>
    </message>
    <message>
        <source>Nothing says yet how it shall be</source>
        <translation>Noch sagt nichts, wie es sein soll</translation>
    </message>
    <message>
        <source>Pin the snapshot that is shown, or add states and plans of Terraform or OpenTofu. From then on every scan is held against it.</source>
        <translation>Setzen Sie den gezeigten Schnappschuss fest, oder fügen Sie Zustände und Pläne von Terraform oder OpenTofu hinzu. Von da an wird jedes Lesen dagegengehalten.</translation>
    </message>
    <message>
        <source>Pin this snapshot</source>
        <translation>Diesen Schnappschuss festsetzen</translation>
    </message>
    <message>
        <source>Everything is as intended.</source>
        <translation>Alles ist wie gewollt.</translation>
    </message>
    <message>
        <source>H&amp;ow it shall be</source>
        <translation>Wie es s&amp;ein soll</translation>
    </message>
    <message>
        <source>&amp;Put right…</source>
        <translation>&amp;In Ordnung bringen…</translation>
    </message>
    <message>
        <source>I&amp;gnore…</source>
        <translation>I&amp;gnorieren…</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>Ignoriert</translation>
    </message>
    <message>
        <source>Chec&amp;k a plan…</source>
        <translation>Plan p&amp;rüfen…</translation>
    </message>
    <message>
        <source>What a plan of Terraform would do to traffic, before it is applied</source>
        <translation>Was ein Plan von Terraform mit dem Verkehr machte, bevor er angewandt wird</translation>
    </message>
    <message>
        <source>No snapshot is pinned and no file was added.</source>
        <translation>Kein Schnappschuss ist festgesetzt und keine Datei hinzugefügt.</translation>
    </message>
    <message>
        <source>the snapshot %1</source>
        <translation>den Schnappschuss %1</translation>
    </message>
    <message>
        <source>Held against %1.</source>
        <translation>Gehalten gegen %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n resource(s) could not be read and are not judged.</source>
        <translation>
            <numerusform>%n Ressource konnte nicht gelesen werden und wird nicht beurteilt.</numerusform>
            <numerusform>%n Ressourcen konnten nicht gelesen werden und werden nicht beurteilt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) of a plan do not exist yet.</source>
        <translation>
            <numerusform>%n Objekt eines Plans gibt es noch nicht.</numerusform>
            <numerusform>%n Objekte eines Plans gibt es noch nicht.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Pin this snapshot</source>
        <translation>Diesen Schnappschuss &amp;festsetzen</translation>
    </message>
    <message>
        <source>Add files of &amp;Terraform…</source>
        <translation>Dateien von &amp;Terraform hinzufügen…</translation>
    </message>
    <message>
        <source>&amp;Guard rails…</source>
        <translation>&amp;Leitplanken…</translation>
    </message>
    <message>
        <source>Allo&amp;w writing to clouds</source>
        <translation>Sch&amp;reiben in Clouds erlauben</translation>
    </message>
    <message>
        <source>Unpin %1 of %2</source>
        <translation>%1 von %2 nicht mehr festsetzen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Ignored (%1)</source>
        <translation>Ignoriert (%1)</translation>
    </message>
    <message>
        <source>Watch %1 again (%2, until %3)</source>
        <translation>%1 wieder beobachten (%2, bis %3)</translation>
    </message>
    <message>
        <source>States and plans of Terraform</source>
        <translation>Zustände und Pläne von Terraform</translation>
    </message>
    <message>
        <source>Terraform (*.tfstate *.json);;All files (*)</source>
        <translation>Terraform (*.tfstate *.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A plan as JSON (terraform show -json)</source>
        <translation>Ein Plan als JSON (terraform show -json)</translation>
    </message>
    <message>
        <source>Plans (*.json);;All files (*)</source>
        <translation>Pläne (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Put in or withdraw &amp;routes…</source>
        <translation>&amp;Routen setzen oder zurückziehen…</translation>
    </message>
    <message>
        <source>When it &amp;drifts…</source>
        <translation>Bei A&amp;bweichung …</translation>
    </message>
    <message>
        <source>What was wri&amp;tten…</source>
        <translation>Was &amp;geschrieben wurde …</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::FindingPane</name>
    <message>
        <source>Suppress…</source>
        <translation>Unterdrücken …</translation>
    </message>
    <message>
        <source>No longer suppress</source>
        <translation>Nicht mehr unterdrücken</translation>
    </message>
    <message>
        <source>Not shown until a day that you choose, with the reason why</source>
        <translation>Bis zu einem Tag, den Sie wählen, nicht gezeigt, mit dem Grund dafür</translation>
    </message>
    <message numerus="yes">
        <source>Show %n suppressed</source>
        <translation>
            <numerusform>%n unterdrückten zeigen</numerusform>
            <numerusform>%n unterdrückte zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that was found is suppressed.</source>
        <translation>Alles, was gefunden wurde, ist unterdrückt.</translation>
    </message>
    <message>
        <source>Nothing to complain about.</source>
        <translation>Nichts zu beanstanden.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::GateDialog</name>
    <message>
        <source>Touches %1 subnet(s), %2 interface(s) and %3 name(s) in the DNS.</source>
        <translation>Berührt Subnetze: %1, Schnittstellen: %2, Namen im DNS: %3.</translation>
    </message>
    <message>
        <source>What speaks against it:</source>
        <translation>Was dagegen spricht:</translation>
    </message>
    <message>
        <source>What would flow otherwise:</source>
        <translation>Was anders fließen würde:</translation>
    </message>
    <message>
        <source>… and %1 more.</source>
        <translation>… und %1 weitere.</translation>
    </message>
    <message>
        <source>Not every pair of subnets was asked about.</source>
        <translation>Nicht nach jedem Paar von Subnetzen wurde gefragt.</translation>
    </message>
    <message>
        <source>Not judged:</source>
        <translation>Nicht beurteilt:</translation>
    </message>
    <message>
        <source>What this plan would do</source>
        <translation>Was dieser Plan täte</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::HistoryPane</name>
    <message>
        <source>Inventory</source>
        <translation>Bestand</translation>
    </message>
    <message>
        <source>No scan with this name has been counted yet.</source>
        <translation>Noch keine Lesung mit diesem Namen wurde gezählt.</translation>
    </message>
    <message>
        <source>VPN tunnels</source>
        <translation>VPN-Tunnel</translation>
    </message>
    <message>
        <source>No VPN tunnel was seen.</source>
        <translation>Kein VPN-Tunnel wurde gesehen.</translation>
    </message>
    <message>
        <source>Addresses taken, the fullest subnets</source>
        <translation>Belegte Adressen, die vollsten Subnetze</translation>
    </message>
    <message>
        <source>No subnet says how full it is.</source>
        <translation>Kein Subnetz sagt, wie voll es ist.</translation>
    </message>
    <message>
        <source>Inventory counted by</source>
        <translation>Verzeichnis gezählt nach</translation>
    </message>
    <message>
        <source>by kind</source>
        <translation>nach Art</translation>
    </message>
    <message>
        <source>by provider</source>
        <translation>nach Anbieter</translation>
    </message>
    <message>
        <source>by account</source>
        <translation>nach Konto</translation>
    </message>
    <message>
        <source>by region</source>
        <translation>nach Region</translation>
    </message>
    <message>
        <source>Show this scan</source>
        <translation>Diese Lesung zeigen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Choose two scans with Ctrl; one alone is compared with the one before it</source>
        <translation>Wählen Sie zwei Lesungen mit Strg; eine allein wird mit der davor verglichen</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n scan(s)</source>
        <translation>
            <numerusform>%1, %n Lesung</numerusform>
            <numerusform>%1, %n Lesungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Addresses taken over time</source>
        <translation>Belegte Adressen im Lauf der Zeit</translation>
    </message>
    <message>
        <source>No scan says how full its subnets were.</source>
        <translation>Keine Lesung sagt, wie voll ihre Subnetze waren.</translation>
    </message>
    <message>
        <source>Addresses taken in</source>
        <translation>Belegte Adressen in</translation>
    </message>
    <message>
        <source>of subnets</source>
        <translation>von Subnetzen</translation>
    </message>
    <message>
        <source>of networks</source>
        <translation>von Netzen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::IgnoreDialog</name>
    <message>
        <source>Ignore a drift</source>
        <translation>Eine Abweichung ignorieren</translation>
    </message>
    <message>
        <source>This route or rule</source>
        <translation>Diese Route oder Regel</translation>
    </message>
    <message>
        <source>Everything about this resource</source>
        <translation>Alles an dieser Ressource</translation>
    </message>
    <message>
        <source>All resources of this kind</source>
        <translation>Alle Ressourcen dieser Art</translation>
    </message>
    <message>
        <source>why, for whoever asks later</source>
        <translation>warum, für alle, die später fragen</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Was</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Bis</translation>
    </message>
    <message>
        <source>&amp;Ignore</source>
        <translation>&amp;Ignorieren</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::RailsDialog</name>
    <message>
        <source>Guard rails</source>
        <translation>Leitplanken</translation>
    </message>
    <message>
        <source>one prefix a line; nothing: any</source>
        <translation>ein Präfix je Zeile; nichts: beliebige</translation>
    </message>
    <message>
        <source>one prefix a line: from where you reach what you manage</source>
        <translation>ein Präfix je Zeile: von wo Sie erreichen, was Sie verwalten</translation>
    </message>
    <message>
        <source>one tag a line, managed-by=pulumi or managed-by=*</source>
        <translation>ein Schlagwort je Zeile, managed-by=pulumi oder managed-by=*</translation>
    </message>
    <message>
        <source>&amp;Routes may be about</source>
        <translation>&amp;Routen dürfen gehen um</translation>
    </message>
    <message>
        <source>&amp;Never cut off</source>
        <translation>&amp;Nie abschneiden</translation>
    </message>
    <message>
        <source>&amp;Others look after</source>
        <translation>&amp;Andere kümmern sich um</translation>
    </message>
    <message>
        <source>&amp;Many changes are more than</source>
        <translation>&amp;Viele Änderungen sind mehr als</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>%1 is no prefix.</source>
        <translation>%1 ist kein Präfix.</translation>
    </message>
    <message>
        <source>Scans in a row until a drift opens, and without it until it closes</source>
        <translation>Lesungen in Folge, bis eine Abweichung sich öffnet, und ohne sie, bis sie sich schließt</translation>
    </message>
    <message>
        <source>&amp;Drift counts after scans</source>
        <translation>A&amp;bweichung zählt nach Lesungen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::ReachForm</name>
    <message>
        <source>&amp;Judge</source>
        <translation>&amp;Urteilen</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>From here, without sending a packet: routes, packet filters and ways back of this snapshot.</source>
        <translation>Von hier aus, ohne ein Paket zu senden: Routen, Paketfilter und Rückwege dieses Schnappschusses.</translation>
    </message>
    <message>
        <source>Way and reasons</source>
        <translation>Weg und Gründe</translation>
    </message>
    <message>
        <source>address, id, name, or internet</source>
        <translation>Adresse, Kennung, Name oder internet</translation>
    </message>
    <message>
        <source>address, id or name</source>
        <translation>Adresse, Kennung oder Name</translation>
    </message>
    <message>
        <source>22, 80-443; empty: all</source>
        <translation>22, 80-443; leer: alle</translation>
    </message>
    <message>
        <source>F&amp;rom</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>T&amp;o</source>
        <translation>&amp;Nach</translation>
    </message>
    <message>
        <source>Pro&amp;tocol</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>Port&amp;s</source>
        <translation>Por&amp;ts</translation>
    </message>
    <message>
        <source>One end is not clear: %1</source>
        <translation>Ein Ende ist nicht klar: %1</translation>
    </message>
    <message>
        <source>These are no ports. Write 443, or 22, 80-90.</source>
        <translation>Das sind keine Ports. Schreiben Sie 443 oder 22, 80-90.</translation>
    </message>
    <message>
        <source>Routes that fit, the longest prefix first</source>
        <translation>Passende Routen, das längste Präfix zuerst</translation>
    </message>
    <message>
        <source>the provider&apos;s own</source>
        <translation>des Anbieters eigene</translation>
    </message>
    <message>
        <source>%1 to %2 (%3)</source>
        <translation>%1 nach %2 (%3)</translation>
    </message>
    <message>
        <source>Why not</source>
        <translation>Warum nicht</translation>
    </message>
    <message>
        <source>What is not known</source>
        <translation>Was nicht bekannt ist</translation>
    </message>
    <message>
        <source>The way there</source>
        <translation>Der Hinweg</translation>
    </message>
    <message>
        <source>The way back</source>
        <translation>Der Rückweg</translation>
    </message>
    <message>
        <source>Chan&amp;ge the route…</source>
        <translation>Route än&amp;dern…</translation>
    </message>
    <message>
        <source>Put in or withdraw a route for these packets, after looking at what it would do</source>
        <translation>Eine Route für diese Pakete setzen oder zurückziehen, nachdem man gesehen hat, was sie täte</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::ResourceDetail</name>
    <message>
        <source>Relations of this resource</source>
        <translation>Beziehungen dieser Ressource</translation>
    </message>
    <message>
        <source>Attributes of this resource</source>
        <translation>Attribute dieser Ressource</translation>
    </message>
    <message>
        <source>&amp;Relations</source>
        <translation>Be&amp;ziehungen</translation>
    </message>
    <message>
        <source>&amp;Everything the provider says, without secrets</source>
        <translation>&amp;Alles, was der Anbieter sagt, ohne Geheimnisse</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand</source>
        <translation>Als &amp;Befehl kopieren</translation>
    </message>
    <message>
        <source>A command line of the provider that prints this resource as it is now</source>
        <translation>Eine Befehlszeile des Anbieters, die diese Ressource ausgibt, wie sie jetzt ist</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Als &amp;JSON kopieren</translation>
    </message>
    <message>
        <source>No resource is selected.</source>
        <translation>Keine Ressource ist gewählt.</translation>
    </message>
    <message>
        <source>%1 of %2, account %3, region %4</source>
        <translation>%1 bei %2, Konto %3, Region %4</translation>
    </message>
    <message>
        <source>State: %1</source>
        <translation>Zustand: %1</translation>
    </message>
    <message>
        <source>Tags: %1</source>
        <translation>Tags: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n secret(s) taken out before it was kept</source>
        <translation>
            <numerusform>%n Geheimnis vor dem Aufbewahren entfernt</numerusform>
            <numerusform>%n Geheimnisse vor dem Aufbewahren entfernt</numerusform>
        </translation>
    </message>
    <message>
        <source>This snapshot does not have it.</source>
        <translation>Dieser Schnappschuss hat es nicht.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Finding: %1 %2</source>
        <translation>Befund: %1 %2</translation>
    </message>
    <message>
        <source>has the name %1</source>
        <translation>hat den Namen %1</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::RevertBar</name>
    <message>
        <source>By it&amp;self…</source>
        <translation>Von se&amp;lbst …</translation>
    </message>
    <message>
        <source>%1: corrections are proposed.</source>
        <translation>%1: Korrekturen werden vorgeschlagen.</translation>
    </message>
    <message>
        <source>%1: put right by itself, %2 of %3 in %4 h, %5.</source>
        <translation>%1: von selbst in Ordnung gebracht, %2 von %3 in %4 h, %5.</translation>
    </message>
    <message>
        <source>Last done %1.</source>
        <translation>Zuletzt %1.</translation>
    </message>
    <message>
        <source>Nothing more is put right by itself in %1: %2.</source>
        <translation>In %1 wird nichts mehr von selbst in Ordnung gebracht: %2.</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Look at %n correction(s)…</source>
        <translation>
            <numerusform>%n Korrektur &amp;ansehen …</numerusform>
            <numerusform>%n Korrekturen &amp;ansehen …</numerusform>
        </translation>
    </message>
    <message>
        <source>I ha&amp;ve looked, go on</source>
        <translation>&amp;Nachgesehen, weiter</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::RouteDialog</name>
    <message>
        <source>T&amp;arget</source>
        <translation>Nächster &amp;Schritt</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Withdraw these routes</source>
        <translation>Diese Routen &amp;zurückziehen</translation>
    </message>
    <message>
        <source>Put in or withdraw routes</source>
        <translation>Routen setzen oder zurückziehen</translation>
    </message>
    <message>
        <source>Several prefixes are separated by commas and looked at together.</source>
        <translation>Mehrere Präfixe werden durch Kommas getrennt und zusammen betrachtet.</translation>
    </message>
    <message>
        <source>What is wrong with these routes</source>
        <translation>Was an diesen Routen falsch ist</translation>
    </message>
    <message>
        <source>&amp;Destinations</source>
        <translation>Ziel&amp;präfixe</translation>
    </message>
    <message>
        <source>id of a gateway, at Google also a name, or the address of the next hop</source>
        <translation>Kennung eines Gateways, bei Google auch ein Name, oder die Adresse des nächsten Sprungs</translation>
    </message>
    <message>
        <source>&amp;Table, router or network</source>
        <translation>&amp;Tabelle, Router oder Netz</translation>
    </message>
    <message>
        <source>id or name of a route table or router, at Google of a network</source>
        <translation>Kennung oder Name einer Routentabelle oder eines Routers, bei Google eines Netzes</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::RouteForm</name>
    <message>
        <source>subnet, interface, instance or address</source>
        <translation>Subnetz, Schnittstelle, Instanz oder Adresse</translation>
    </message>
    <message>
        <source>address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Nachschlagen</translation>
    </message>
    <message>
        <source>Packets from</source>
        <translation>Pakete von</translation>
    </message>
    <message>
        <source>to the address</source>
        <translation>an die Adresse</translation>
    </message>
    <message>
        <source>Which route wins for an address, and why the others do not.</source>
        <translation>Welche Route für eine Adresse gewinnt, und warum die anderen nicht.</translation>
    </message>
    <message>
        <source>Packets must start in a subnet of this snapshot.</source>
        <translation>Pakete müssen in einem Subnetz dieses Schnappschusses beginnen.</translation>
    </message>
    <message>
        <source>The start is not clear: %1</source>
        <translation>Der Anfang ist nicht eindeutig: %1</translation>
    </message>
    <message>
        <source>That is no address. Write 10.1.2.3 or 2001:db8::1.</source>
        <translation>Das ist keine Adresse. Schreiben Sie 10.1.2.3 oder 2001:db8::1.</translation>
    </message>
    <message>
        <source>No route of %1 fits: the packet is dropped.</source>
        <translation>Keine Route von %1 passt: Das Paket wird verworfen.</translation>
    </message>
    <message>
        <source>The route that wins leads nowhere: its target is gone.</source>
        <translation>Die Route, die gewinnt, führt ins Leere: Ihr Ziel gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>It goes to %1.</source>
        <translation>Es geht zu: %1.</translation>
    </message>
    <message>
        <source>Not known: %1</source>
        <translation>Nicht bekannt: %1</translation>
    </message>
    <message>
        <source>Chan&amp;ge the route…</source>
        <translation>Route än&amp;dern…</translation>
    </message>
    <message>
        <source>Put in or withdraw a route for these packets, after looking at what it would do</source>
        <translation>Eine Route für diese Pakete setzen oder zurückziehen, nachdem man gesehen hat, was sie täte</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::SuppressDialog</name>
    <message>
        <source>Suppress a finding</source>
        <translation>Befund unterdrücken</translation>
    </message>
    <message>
        <source>Only for %1</source>
        <translation>Nur für %1</translation>
    </message>
    <message>
        <source>For all resources</source>
        <translation>Für alle Ressourcen</translation>
    </message>
    <message>
        <source>Why it may stay as it is</source>
        <translation>Warum es so bleiben darf</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Was</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>&amp;Until</source>
        <translation>&amp;Bis</translation>
    </message>
    <message>
        <source>&amp;Suppress</source>
        <translation>&amp;Unterdrücken</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::TerraformDialog</name>
    <message>
        <source>Add files of Terraform</source>
        <translation>Dateien von Terraform hinzufügen</translation>
    </message>
    <message>
        <source>Only what networks are made of is kept: no secret of a file comes into the database.</source>
        <translation>Aufbewahrt wird nur, woraus Netze bestehen: Kein Geheimnis einer Datei kommt in die Datenbank.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>Ressourcen</translation>
    </message>
    <message>
        <source>Routes and rules</source>
        <translation>Routen und Regeln</translation>
    </message>
    <message>
        <source>Of other types</source>
        <translation>Andere Typen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>A&amp;dd</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::TopologyPane</name>
    <message>
        <source>This snapshot has no network that could be drawn.</source>
        <translation>Dieser Schnappschuss hat kein Netz, das gezeichnet werden könnte.</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Blackholes</source>
        <translation>Ins Leere</translation>
    </message>
    <message>
        <source>Tunnels down</source>
        <translation>Tunnel aus</translation>
    </message>
    <message>
        <source>Exposed</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>The whole topology in view</source>
        <translation>Die ganze Topologie im Blick</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern …</translation>
    </message>
    <message>
        <source>The whole topology as a PNG file</source>
        <translation>Die ganze Topologie als PNG-Datei</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1 kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>topology.png</source>
        <translation>topologie.png</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::TopologyView</name>
    <message>
        <source>Topology</source>
        <translation>Topologie</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::WrittenDialog</name>
    <message>
        <source>not kept yet</source>
        <translation>noch nicht behalten</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>could not be taken back</source>
        <translation>konnte nicht zurückgenommen werden</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>What was written to clouds</source>
        <translation>Was in Clouds geschrieben wurde</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>By whom</source>
        <translation>Von wem</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>Wie es endete</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>von selbst</translation>
    </message>
    <message>
        <source>somebody here</source>
        <translation>jemand hier</translation>
    </message>
    <message>
        <source>Nothing was written to a cloud from here yet.</source>
        <translation>Von hier wurde noch nichts in eine Cloud geschrieben.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::AclModel</name>
    <message>
        <source>Access list</source>
        <translation>Zugriffsliste</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::ActivityModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::AddZonesModel</name>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>Edges</translation>
    </message>
    <message>
        <source>Serial there</source>
        <translation>Seriennummer dort</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>Probe</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Already in the list</source>
        <translation>Schon in der Liste</translation>
    </message>
    <message>
        <source>Unknown primary</source>
        <translation>Unbekannter Primärserver</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Frage …</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::AlgorithmModel</name>
    <message>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <source>Can be used</source>
        <translation>Verwendbar</translation>
    </message>
    <message>
        <source>What an administrator types</source>
        <translation>Was ein Administrator eingibt</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No, it is not allowed</source>
        <translation>Nein, er ist nicht erlaubt</translation>
    </message>
    <message>
        <source>No, it is not loaded</source>
        <translation>Nein, er ist nicht geladen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::AttentionModel</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Expired %1.</source>
        <translation>Abgelaufen %1.</translation>
    </message>
    <message>
        <source>%1 still has serial %2.</source>
        <translation>%1 hat noch Seriennummer %2.</translation>
    </message>
    <message>
        <source>%1 of %2 edges do not have serial %3 yet.</source>
        <translation>%1 von %2 Edges haben Seriennummer %3 noch nicht.</translation>
    </message>
    <message>
        <source>The primary has serial %1, we have %2.</source>
        <translation>Der Primärserver hat Seriennummer %1, wir haben %2.</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>Check the key</source>
        <translation>Schlüssel prüfen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::CloudChangeModel</name>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::CloudDriftModel</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Route or rule</source>
        <translation>Route oder Regel</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Actual</source>
        <translation>Vorhanden</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Managed by</source>
        <translation>Verwaltet von</translation>
    </message>
    <message>
        <source>this program</source>
        <translation>diesem Programm</translation>
    </message>
    <message>
        <source>First seen %1, last seen %2.</source>
        <translation>Zuerst gesehen %1, zuletzt gesehen %2.</translation>
    </message>
    <message>
        <source>First seen %1, gone since %2.</source>
        <translation>Zuerst gesehen %1, weg seit %2.</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Von selbst</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::CloudFindingModel</name>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Bekannt</translation>
    </message>
    <message>
        <source>until %1: %2</source>
        <translation>bis %1: %2</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::CloudNameModel</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Points at</source>
        <translation>Zeigt auf</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>Gehört zu</translation>
    </message>
    <message>
        <source>From zone</source>
        <translation>Aus Zone</translation>
    </message>
    <message>
        <source>Zone&apos;s state</source>
        <translation>Zustand der Zone</translation>
    </message>
    <message>
        <source>formerly %1</source>
        <translation>früher %1</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::CloudResourceModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Prefixes</source>
        <translation>Präfixe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::CloudRouteModel</name>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>Geht zu</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Kommt von</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Wins, but leads nowhere</source>
        <translation>Gewinnt, führt aber ins Leere</translation>
    </message>
    <message>
        <source>Wins</source>
        <translation>Gewinnt</translation>
    </message>
    <message>
        <source>Shorter prefix</source>
        <translation>Kürzeres Präfix</translation>
    </message>
    <message>
        <source>Same prefix, comes after</source>
        <translation>Gleiches Präfix, kommt danach</translation>
    </message>
    <message>
        <source>the provider&apos;s own</source>
        <translation>vom Anbieter</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::CloudScanModel</name>
    <message>
        <source>Read at</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>Ressourcen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>Tunnels</source>
        <translation>Tunnel</translation>
    </message>
    <message>
        <source>%1 of %2 up</source>
        <translation>%1 von %2 in Betrieb</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::CloudScopeModel</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>Ressourcen</translation>
    </message>
    <message>
        <source>Read at</source>
        <translation>Gelesen um</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Einzelheiten</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::ConnectionModel</name>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Lived</source>
        <translation>Bestand</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>Gegenstelle</translation>
    </message>
    <message>
        <source>Our side</source>
        <translation>Unsere Seite</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <source>RTT</source>
        <translation>RTT</translation>
    </message>
    <message>
        <source>Least RTT</source>
        <translation>Kleinste RTT</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Limited by</source>
        <translation>Begrenzt durch</translation>
    </message>
    <message>
        <source>&lt; a sample</source>
        <translation>&lt; eine Probe</translation>
    </message>
    <message numerus="yes">
        <source>We receive: only the sender knows what it repeated. %n segment(s) came out of order, which is no loss rate.</source>
        <translation>
            <numerusform>Wir empfangen: Nur der Sender weiß, was er wiederholte. %n Segment kam in falscher Reihenfolge, das ist keine Verlustrate.</numerusform>
            <numerusform>Wir empfangen: Nur der Sender weiß, was er wiederholte. %n Segmente kamen in falscher Reihenfolge, das ist keine Verlustrate.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s) sent again, %1 of them for nothing</source>
        <translation>
            <numerusform>%n Segment noch einmal gesendet, %1 davon umsonst</numerusform>
            <numerusform>%n Segmente noch einmal gesendet, %1 davon umsonst</numerusform>
        </translation>
    </message>
    <message>
        <source>Of a sender the congestion window, in segments; of a receiver the room it offers.</source>
        <translation>Beim Sender das Staufenster in Segmenten, beim Empfänger der Platz, den er anbietet.</translation>
    </message>
    <message>
        <source>What the kernel counted while it had something to send. The send buffer is a hint only.</source>
        <translation>Was der Kernel zählte, während er etwas zu senden hatte. Der Sendepuffer ist nur ein Hinweis.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::DifferenceModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>TTL</source>
        <translation>TTL</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::EdgeModel</name>
    <message>
        <source>Edge</source>
        <translation>Edge</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Queries per second</source>
        <translation>Anfragen je Sekunde</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zonen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::EdgeSerialModel</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>Edge</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation>Letzte Antwort</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>waiting for %1</source>
        <translation>wartet auf %1</translation>
    </message>
    <message>
        <source>knows %1</source>
        <translation>kennt %1</translation>
    </message>
    <message>
        <source>refuses</source>
        <translation>lehnt ab</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>NOTIFY</source>
        <translation>NOTIFY</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) sent, the last news %1</source>
        <translation>
            <numerusform>%n Nachricht gesendet, zuletzt Neues %1</numerusform>
            <numerusform>%n Nachrichten gesendet, zuletzt Neues %1</numerusform>
        </translation>
    </message>
    <message>
        <source>NSID in hexadecimal: %1</source>
        <translation>NSID hexadezimal: %1</translation>
    </message>
    <message>
        <source>Drops the zone in %1 s unless it is refreshed (EXPIRE)</source>
        <translation>Gibt die Zone in %1 s auf, wenn sie nicht erneuert wird (EXPIRE)</translation>
    </message>
    <message>
        <source>Says which version an answer comes from (ZONEVERSION)</source>
        <translation>Sagt, aus welcher Version eine Antwort stammt (ZONEVERSION)</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::ExperimentModel</name>
    <message>
        <source>Experiment</source>
        <translation>Experiment</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>Experiment %1</source>
        <translation>Experiment %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Seit %1</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::KeyModel</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Benutzt von</translation>
    </message>
    <message>
        <source>%1 (weak)</source>
        <translation>%1 (schwach)</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::LatencyModel</name>
    <message>
        <source>Stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>Edge</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation>Ankünfte</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>Schlechtester</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehlschläge</translation>
    </message>
    <message>
        <source>Worst zone</source>
        <translation>Schlechteste Zone</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::LinkModel</name>
    <message>
        <source>Interface</source>
        <translation>Schnittstelle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Queue drops</source>
        <translation>In der Warteschlange verworfen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>up</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>down</source>
        <translation>inaktiv</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::PathChangeModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Was sich änderte</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::PathHopModel</name>
    <message>
        <source>Hop</source>
        <translation>Hop</translation>
    </message>
    <message>
        <source>Router</source>
        <translation>Router</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>Schlechteste</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>Jitter</translation>
    </message>
    <message>
        <source>Probes</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Unanswered</source>
        <translation>Unbeantwortet</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>equal-cost branch</source>
        <translation>gleichwertiger Zweig</translation>
    </message>
    <message>
        <source>equal-cost branches</source>
        <translation>gleichwertige Zweige</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::PathTargetModel</name>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Probes</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Hops</source>
        <translation>Hops</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zonen</translation>
    </message>
    <message>
        <source>entered by hand</source>
        <translation>von Hand eingegeben</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>UDP</source>
        <translation>UDP</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>Probes that reached the target and were answered, there and back.</source>
        <translation>Proben, die das Ziel erreichten und beantwortet wurden, hin und zurück.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::PeerNetworkModel</name>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>RTT p50</source>
        <translation>RTT p50</translation>
    </message>
    <message>
        <source>RTT p95</source>
        <translation>RTT p95</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Rate while sending</source>
        <translation>Rate beim Senden</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Octets that this host sent again, of those it sent. What the peer repeats only the peer knows.</source>
        <translation>Oktette, die dieser Rechner erneut gesendet hat, gemessen an allen gesendeten. Was die Gegenseite wiederholt, weiß nur sie.</translation>
    </message>
    <message>
        <source>Octets acknowledged, by the time in which something waited to be acknowledged.</source>
        <translation>Bestätigte Oktette, geteilt durch die Zeit, in der etwas auf Bestätigung wartete.</translation>
    </message>
    <message>
        <source>Smoothed round trip at the end of each connection.</source>
        <translation>Geglättete Umlaufzeit am Ende jeder Verbindung.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::PrimaryModel</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>SOA answer</source>
        <translation>SOA-Antwort</translation>
    </message>
    <message>
        <source>Last NOTIFY</source>
        <translation>Letztes NOTIFY</translation>
    </message>
    <message>
        <source>By NOTIFY</source>
        <translation>Durch NOTIFY</translation>
    </message>
    <message>
        <source>By polling</source>
        <translation>Durch Abfrage</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zonen</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>Letzter Fehler</translation>
    </message>
    <message>
        <source>No NOTIFY</source>
        <translation>Kein NOTIFY</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Changes that only the refresh timer found: this primary&apos;s NOTIFY does not reach us.</source>
        <translation>Änderungen, die nur die Refresh-Frist fand: Das NOTIFY dieses Primärservers erreicht uns nicht.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::PrimarySettingsModel</name>
    <message>
        <source>Primary</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>Gleichzeitig</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::ProxyModel</name>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Benutzt von</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::RecordModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>TTL</source>
        <translation>TTL</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Our own record, laid over what was transferred.</source>
        <translation>Unser eigener Record, über das Übertragene gelegt.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::TransferModel</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Records</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>Übertragen</translation>
    </message>
    <message>
        <source>The server adds: %1 %2</source>
        <translation>Der Server ergänzt: %1 %2</translation>
    </message>
    <message>
        <source>Encrypted with TLS</source>
        <translation>Mit TLS verschlüsselt</translation>
    </message>
    <message>
        <source>Not encrypted: TLS failed and this primary is asked without it then</source>
        <translation>Nicht verschlüsselt: TLS scheiterte, und dieser Primärserver wird dann ohne gefragt</translation>
    </message>
    <message>
        <source>Answered by the node %1</source>
        <translation>Geantwortet hat der Knoten %1</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Over the route %1</source>
        <translation>Über die Route %1</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::ConnectionList</name>
    <message>
        <source>Filter connections</source>
        <translation>Verbindungen filtern</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::DistributionPlot</name>
    <message>
        <source>No whole block yet.</source>
        <translation>Noch kein ganzer Block.</translation>
    </message>
    <message>
        <source>%1: median %2 of %3 transfers, %4 repeated</source>
        <translation>%1: Median %2 aus %3 Übertragungen, %4 wiederholt</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <source>Time (ms)</source>
        <translation>Zeit (ms)</translation>
    </message>
    <message>
        <source>Share finished</source>
        <translation>Fertiger Anteil</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::EndedView</name>
    <message>
        <source>Ended connections</source>
        <translation>Beendete Verbindungen</translation>
    </message>
    <message>
        <source>Filter the log: address, network, :port, zone, algorithm, role</source>
        <translation>Protokoll filtern: Adresse, Netz, :Port, Zone, Verfahren, Rolle</translation>
    </message>
    <message>
        <source>No such connection has ended in this time range.</source>
        <translation>In diesem Zeitraum ist keine solche Verbindung zu Ende gegangen.</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n Verbindung</numerusform>
            <numerusform>%n Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>the newest of more</source>
        <translation>die neuesten von mehr</translation>
    </message>
    <message numerus="yes">
        <source>kept for %n day(s)</source>
        <translation>
            <numerusform>%n Tag aufbewahrt</numerusform>
            <numerusform>%n Tage aufbewahrt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) the kernel had no room and events were lost</source>
        <translation>
            <numerusform>%n Mal hatte der Kernel keinen Platz, und Ereignisse gingen verloren</numerusform>
            <numerusform>%n Mal hatte der Kernel keinen Platz, und Ereignisse gingen verloren</numerusform>
        </translation>
    </message>
    <message>
        <source>no event was lost</source>
        <translation>kein Ereignis ging verloren</translation>
    </message>
    <message>
        <source>&amp;Ended</source>
        <translation>&amp;Beendet</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::ExperimentDialog</name>
    <message>
        <source>New experiment</source>
        <translation>Neues Experiment</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>What the question is</source>
        <translation>Worum es geht</translation>
    </message>
    <message>
        <source>Test sends of this program</source>
        <translation>Testsendungen dieses Programms</translation>
    </message>
    <message>
        <source>Zone transfers from the built-in server</source>
        <translation>Zonentransfers des eingebauten Servers</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;What is sent</source>
        <translation>&amp;Was gesendet wird</translation>
    </message>
    <message>
        <source>&amp;Baseline</source>
        <translation>&amp;Bezug</translation>
    </message>
    <message>
        <source>&amp;Against it</source>
        <translation>&amp;Dagegen</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>A&amp;n</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>Bloc&amp;ks</source>
        <translation>Bloc&amp;ks</translation>
    </message>
    <message>
        <source>Time-&amp;out</source>
        <translation>Zeit&amp;grenze</translation>
    </message>
    <message>
        <source>What this host allows</source>
        <translation>Was dieser Rechner erlaubt</translation>
    </message>
    <message>
        <source>Algorithms</source>
        <translation>Algorithmen</translation>
    </message>
    <message>
        <source>Asking the kernel…</source>
        <translation>Der Kernel wird gefragt …</translation>
    </message>
    <message>
        <source>How many blocks</source>
        <translation>Wie viele Blöcke</translation>
    </message>
    <message>
        <source> % less time</source>
        <translation> % weniger Zeit</translation>
    </message>
    <message>
        <source>Standard deviation of the blocks&apos; log ratios. Every experiment tells its own.</source>
        <translation>Standardabweichung der logarithmischen Verhältnisse der Blöcke. Jedes Experiment nennt seine eigene.</translation>
    </message>
    <message>
        <source>&amp;Use this number</source>
        <translation>Diese Zahl &amp;verwenden</translation>
    </message>
    <message>
        <source>Smallest &amp;difference to find</source>
        <translation>Kleinster zu findender &amp;Unterschied</translation>
    </message>
    <message>
        <source>S&amp;pread of the ratios</source>
        <translation>&amp;Streuung der Verhältnisse</translation>
    </message>
    <message>
        <source>Kernel %1, default %2, queues: %3.</source>
        <translation>Kernel %1, Vorgabe %2, Warteschlangen: %3.</translation>
    </message>
    <message>
        <source>none known</source>
        <translation>keine bekannt</translation>
    </message>
    <message>
        <source>The kernel hands what it learnt from one connection on to the next, from one algorithm to the other. An administrator switches that off with: %1</source>
        <translation>Der Kernel gibt, was er von einer Verbindung gelernt hat, an die nächste weiter, von einem Algorithmus zum anderen. Ein Administrator schaltet das ab mit: %1</translation>
    </message>
    <message>
        <source>%1 blocks on each path find it in 80 of 100 cases; the %2 chosen now in %3 of 100.</source>
        <translation>%1 Blöcke auf jedem Weg finden ihn in 80 von 100 Fällen; die jetzt gewählten %2 in %3 von 100.</translation>
    </message>
    <message>
        <source>One secondary a line: name and address, for example: ams 192.0.2.1</source>
        <translation>Je Zeile ein Sekundärserver: Name und Adresse, zum Beispiel: ams 192.0.2.1</translation>
    </message>
    <message>
        <source>One reader a line: name, address and port, for example: ams 192.0.2.1:9</source>
        <translation>Je Zeile ein Leser: Name, Adresse und Port, zum Beispiel: ams 192.0.2.1:9</translation>
    </message>
    <message>
        <source>Smaller transfers are not counted.</source>
        <translation>Kleinere Transfers zählen nicht.</translation>
    </message>
    <message>
        <source>Transfers take turns in random order, one at a time; nothing is concluded before the planned number.</source>
        <translation>Die Übertragungen wechseln sich in zufälliger Reihenfolge ab, eine zur Zeit; vor der geplanten Zahl wird nichts gefolgert.</translation>
    </message>
    <message>
        <source>For another program&apos;s transfers an administrator sets the algorithm on the route: %1</source>
        <translation>Für Übertragungen eines anderen Programms setzt ein Administrator den Algorithmus auf der Route: %1</translation>
    </message>
    <message>
        <source>There is no route to %1.</source>
        <translation>Es gibt keine Route zu %1.</translation>
    </message>
    <message>
        <source>Congestion control algorithms of this host</source>
        <translation>Staukontroll-Verfahren dieses Rechners</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::ExperimentPlot</name>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern …</translation>
    </message>
    <message>
        <source>Save data…</source>
        <translation>Daten speichern …</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::ExperimentView</name>
    <message>
        <source>%1, interval</source>
        <translation>%1, Intervall</translation>
    </message>
    <message>
        <source>No experiment yet</source>
        <translation>Noch kein Experiment</translation>
    </message>
    <message>
        <source>An experiment sends under two congestion control algorithms in turn, block by block, and says which one needs less time on your paths - or that no difference is shown.</source>
        <translation>Ein Experiment sendet abwechselnd mit zwei Staukontroll-Algorithmen, Block um Block, und sagt, welcher auf Ihren Wegen weniger Zeit braucht – oder dass kein Unterschied gezeigt ist.</translation>
    </message>
    <message>
        <source>&amp;New experiment…</source>
        <translation>&amp;Neues Experiment …</translation>
    </message>
    <message>
        <source>Experiments</source>
        <translation>Experimente</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Ex&amp;port…</source>
        <translation>Ex&amp;portieren …</translation>
    </message>
    <message>
        <source>Time of a transfer</source>
        <translation>Zeit einer Übertragung</translation>
    </message>
    <message>
        <source>Ratio to the baseline on each path</source>
        <translation>Verhältnis zum Bezug auf jedem Weg</translation>
    </message>
    <message>
        <source>Ratio to the baseline over time</source>
        <translation>Verhältnis zum Bezug im Lauf der Zeit</translation>
    </message>
    <message>
        <source>Not enough blocks yet.</source>
        <translation>Noch nicht genug Blöcke.</translation>
    </message>
    <message>
        <source>Every four blocks make a point.</source>
        <translation>Je vier Blöcke ergeben einen Punkt.</translation>
    </message>
    <message>
        <source>What is measured now cannot be kept: %1</source>
        <translation>Was jetzt gemessen wird, kann nicht aufbewahrt werden: %1</translation>
    </message>
    <message>
        <source>Greyed figures may still change sign: looking early finds differences that are not there.</source>
        <translation>Graue Zahlen können sich noch umkehren: Wer früh hinsieht, findet Unterschiede, die es nicht gibt.</translation>
    </message>
    <message>
        <source>It ended before the planned number, so nothing is concluded.</source>
        <translation>Es endete vor der geplanten Zahl, darum wird nichts gefolgert.</translation>
    </message>
    <message>
        <source>Export the experiment</source>
        <translation>Experiment exportieren</translation>
    </message>
    <message>
        <source>experiment.csv</source>
        <translation>experiment.csv</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON lines (*.jsonl);;Picture (*.png);;Report section (*.html)</source>
        <translation>CSV (*.csv);;JSON-Zeilen (*.jsonl);;Bild (*.png);;Berichtsabschnitt (*.html)</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 gespeichert.</translation>
    </message>
    <message>
        <source>%1 could not be written.</source>
        <translation>%1 konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>E&amp;xperiments</source>
        <translation>E&amp;xperimente</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::ForestPlot</name>
    <message>
        <source>Two whole blocks are needed for an interval.</source>
        <translation>Für ein Intervall braucht es zwei ganze Blöcke.</translation>
    </message>
    <message>
        <source>%1 (%2 … %3)</source>
        <translation>%1 (%2 … %3)</translation>
    </message>
    <message>
        <source>Path and algorithm</source>
        <translation>Pfad und Verfahren</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>Verhältnis</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::HostView</name>
    <message>
        <source>Network interfaces</source>
        <translation>Netzschnittstellen</translation>
    </message>
    <message>
        <source>Nothing is known of the interfaces.</source>
        <translation>Über die Schnittstellen ist nichts bekannt.</translation>
    </message>
    <message>
        <source>Interfaces and their queues</source>
        <translation>Schnittstellen und ihre Warteschlangen</translation>
    </message>
    <message>
        <source>Loss probes</source>
        <translation>Verlustproben</translation>
    </message>
    <message>
        <source>Two samples are needed</source>
        <translation>Zwei Messungen sind nötig</translation>
    </message>
    <message>
        <source>The host is looked at once a second.</source>
        <translation>Der Rechner wird einmal in der Sekunde betrachtet.</translation>
    </message>
    <message>
        <source>Repeated by TCP, a second</source>
        <translation>Von TCP wiederholt, je Sekunde</translation>
    </message>
    <message>
        <source>Dropped by this host, a second</source>
        <translation>Von diesem Rechner verworfen, je Sekunde</translation>
    </message>
    <message>
        <source>segments repeated</source>
        <translation>wiederholte Segmente</translation>
    </message>
    <message>
        <source>timeouts</source>
        <translation>Zeitüberschreitungen</translation>
    </message>
    <message>
        <source>loss probes</source>
        <translation>Verlustproben</translation>
    </message>
    <message>
        <source>listen drops</source>
        <translation>abgewiesene Verbindungen</translation>
    </message>
    <message>
        <source>backlog drops</source>
        <translation>im Rückstau verworfen</translation>
    </message>
    <message>
        <source>queue drops</source>
        <translation>in Warteschlangen verworfen</translation>
    </message>
    <message>
        <source>/ s</source>
        <translation>/ s</translation>
    </message>
    <message>
        <source>&amp;Host</source>
        <translation>&amp;Host</translation>
    </message>
    <message>
        <source>Listen drops</source>
        <translation>Abgewiesen (Listen)</translation>
    </message>
    <message>
        <source>%1 in 10 min</source>
        <translation>%1 in 10 min</translation>
    </message>
    <message>
        <source>connections, 10 min</source>
        <translation>Verbindungen, 10 min</translation>
    </message>
    <message>
        <source>segments, 10 min</source>
        <translation>Segmente, 10 min</translation>
    </message>
    <message>
        <source>packets, 10 min</source>
        <translation>Pakete, 10 min</translation>
    </message>
    <message>
        <source>Repeated segments</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>RTO timeouts</source>
        <translation>RTO-Timeouts</translation>
    </message>
    <message>
        <source>Backlog dropped</source>
        <translation>Backlog verworfen</translation>
    </message>
    <message>
        <source>Queue dropped</source>
        <translation>Queue verworfen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::ImportPreview</name>
    <message>
        <source>Import page loads from %1</source>
        <translation>Seitenaufrufe aus %1 importieren</translation>
    </message>
    <message>
        <source>Import connections from %1</source>
        <translation>Verbindungen aus %1 importieren</translation>
    </message>
    <message>
        <source>Beginning of the file</source>
        <translation>Anfang der Datei</translation>
    </message>
    <message>
        <source>Lines that could not be read</source>
        <translation>Zeilen, die nicht gelesen werden konnten</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importieren</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>%1 page loads in %2 lines; %3 could not be read.</source>
        <translation>%1 Seitenaufrufe in %2 Zeilen; %3 nicht lesbar.</translation>
    </message>
    <message>
        <source>%1 connections with %2 entries in %3 lines; %4 could not be read.</source>
        <translation>%1 Verbindungen mit %2 Einträgen in %3 Zeilen; %4 nicht lesbar.</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::OpenView</name>
    <message>
        <source>Open connections</source>
        <translation>Offene Verbindungen</translation>
    </message>
    <message>
        <source>Filter connections: address, :port, algorithm, state, role</source>
        <translation>Verbindungen filtern: Adresse, :Port, Algorithmus, Zustand, Rolle</translation>
    </message>
    <message>
        <source>No TCP connection is open.</source>
        <translation>Keine TCP-Verbindung ist offen.</translation>
    </message>
    <message>
        <source>Watch closely</source>
        <translation>Genau beobachten</translation>
    </message>
    <message numerus="yes">
        <source>At most %n connection(s) can be watched closely at a time.</source>
        <translation>
            <numerusform>Höchstens %n Verbindung kann gleichzeitig genau beobachtet werden.</numerusform>
            <numerusform>Höchstens %n Verbindungen können gleichzeitig genau beobachtet werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Ended connections</source>
        <translation>Beendete Verbindungen</translation>
    </message>
    <message>
        <source>Repeated by this host</source>
        <translation>Von diesem Rechner wiederholt</translation>
    </message>
    <message>
        <source>Close events missed</source>
        <translation>Versäumte Meldungen</translation>
    </message>
    <message>
        <source>of all users, every second</source>
        <translation>aller Benutzer, jede Sekunde</translation>
    </message>
    <message>
        <source>since Zonescope began to watch</source>
        <translation>seit Zonescope hinsieht</translation>
    </message>
    <message>
        <source>%1 of %2 sent</source>
        <translation>%1 von %2 gesendet</translation>
    </message>
    <message>
        <source>times the kernel had no room</source>
        <translation>mal hatte der Kernel keinen Platz</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Offen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::PathView</name>
    <message>
        <source>Servers and the ways to them</source>
        <translation>Server und die Wege zu ihnen</translation>
    </message>
    <message>
        <source>There is no primary and no edge yet. Enter the address of a server above to see the way to it.</source>
        <translation>Es gibt noch keinen Primary und keinen Edge. Geben Sie oben die Adresse eines Servers ein, um den Weg zu ihm zu sehen.</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>&amp;Adresse:</translation>
    </message>
    <message>
        <source>192.0.2.1, 192.0.2.1:5353 or 2001:db8::1</source>
        <translation>192.0.2.1, 192.0.2.1:5353 oder 2001:db8::1</translation>
    </message>
    <message>
        <source>Address of a server</source>
        <translation>Adresse eines Servers</translation>
    </message>
    <message>
        <source>Kind of probes</source>
        <translation>Art der Proben</translation>
    </message>
    <message>
        <source>UDP: DNS queries</source>
        <translation>UDP: DNS-Anfragen</translation>
    </message>
    <message>
        <source>TCP: connection attempts</source>
        <translation>TCP: Verbindungsversuche</translation>
    </message>
    <message>
        <source>&amp;Trace</source>
        <translation>&amp;Verfolgen</translation>
    </message>
    <message>
        <source>Choose a server to see the way to it.</source>
        <translation>Wählen Sie einen Server, um den Weg zu ihm zu sehen.</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Hops</source>
        <translation>Hops</translation>
    </message>
    <message>
        <source>Nothing is known of this way yet.</source>
        <translation>Von diesem Weg ist noch nichts bekannt.</translation>
    </message>
    <message>
        <source>Round trip to the target over time</source>
        <translation>Umlaufzeit zum Ziel im Verlauf der Zeit</translation>
    </message>
    <message>
        <source>No round yet</source>
        <translation>Noch keine Runde</translation>
    </message>
    <message>
        <source>The round trip appears here, with every change of the route.</source>
        <translation>Hier erscheint die Umlaufzeit, mit jedem Wechsel der Route.</translation>
    </message>
    <message>
        <source>Changes of this path</source>
        <translation>Änderungen dieses Pfads</translation>
    </message>
    <message>
        <source>No change of route, round trip or node has been seen.</source>
        <translation>Es wurde keine Änderung von Route, Umlaufzeit oder Knoten gesehen.</translation>
    </message>
    <message>
        <source>&amp;Path</source>
        <translation>&amp;Pfad</translation>
    </message>
    <message>
        <source>That is no address. Write it as 192.0.2.1 or 2001:db8::1, with a port as 192.0.2.1:5353 or [2001:db8::1]:5353; names are not looked up.</source>
        <translation>Das ist keine Adresse. Schreiben Sie sie als 192.0.2.1 oder 2001:db8::1, mit Port als 192.0.2.1:5353 oder [2001:db8::1]:5353; Namen werden nicht aufgelöst.</translation>
    </message>
    <message>
        <source>A router on the way says that the target cannot be reached.</source>
        <translation>Ein Router auf dem Weg sagt, dass das Ziel nicht erreichbar ist.</translation>
    </message>
    <message>
        <source>The target does not answer these probes.</source>
        <translation>Das Ziel antwortet auf diese Proben nicht.</translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s) depend on it: %1</source>
        <translation>
            <numerusform>%n Zone hängt davon ab: %1</numerusform>
            <numerusform>%n Zonen hängen davon ab: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>No path</source>
        <translation>Kein Pfad</translation>
    </message>
    <message>
        <source>The way to %1 is being traced.</source>
        <translation>Der Weg zu %1 wird verfolgt.</translation>
    </message>
    <message numerus="yes">
        <source>The way to %1, %n round(s) since %2, %3 probes</source>
        <translation>
            <numerusform>Der Weg zu %1, %n Runde seit %2, %3-Proben</numerusform>
            <numerusform>Der Weg zu %1, %n Runden seit %2, %3-Proben</numerusform>
        </translation>
    </message>
    <message>
        <source>The ways to all servers</source>
        <translation>Die Wege zu allen Servern</translation>
    </message>
    <message>
        <source>TCP probes</source>
        <translation>TCP-Proben</translation>
    </message>
    <message>
        <source>UDP probes</source>
        <translation>UDP-Proben</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::PeersView</name>
    <message>
        <source>Peers over time</source>
        <translation>Gegenstellen im Zeitverlauf</translation>
    </message>
    <message>
        <source>Networks of peers</source>
        <translation>Netze der Gegenstellen</translation>
    </message>
    <message>
        <source>What the shades show</source>
        <translation>Was die Töne zeigen</translation>
    </message>
    <message>
        <source>No connection ended in this time range</source>
        <translation>In diesem Zeitraum ging keine Verbindung zu Ende</translation>
    </message>
    <message>
        <source>Figures appear a minute after the first connection has ended.</source>
        <translation>Werte erscheinen eine Minute nach dem Ende der ersten Verbindung.</translation>
    </message>
    <message>
        <source>No connection ended in this time range.</source>
        <translation>In diesem Zeitraum ging keine Verbindung zu Ende.</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n Verbindung</numerusform>
            <numerusform>%n Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>the %1 busiest of %2 networks</source>
        <translation>die %1 regsten von %2 Netzen</translation>
    </message>
    <message>
        <source>Pee&amp;rs</source>
        <translation>Gegen&amp;stellen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::PredictionView</name>
    <message>
        <source>Too few page loads could be joined with connections: at least %1 are needed to learn from.</source>
        <translation>Zu wenige Seitenaufrufe ließen sich mit Verbindungen zusammenführen: Zum Lernen braucht es mindestens %1.</translation>
    </message>
    <message>
        <source>No page load of the baseline is among them. Choose another baseline.</source>
        <translation>Kein Seitenaufruf des Bezugs ist darunter. Wählen Sie einen anderen Bezug.</translation>
    </message>
    <message>
        <source>There are too few times at which both the baseline and another algorithm have page loads. Import more, or choose longer intervals.</source>
        <translation>Es gibt zu wenige Zeiten, zu denen der Bezug und ein anderer Algorithmus Seitenaufrufe haben. Importieren Sie mehr, oder wählen Sie längere Abschnitte.</translation>
    </message>
    <message>
        <source>The predicted ratios do not follow those of the page loads. The logs lack what decides, such as busy time.</source>
        <translation>Die vorhergesagten Verhältnisse folgen denen der Seitenaufrufe nicht. Den Protokollen fehlt, was entscheidet, etwa die Sendezeit (busy time).</translation>
    </message>
    <message>
        <source>The predicted ratios follow those of the page loads, but too far away.</source>
        <translation>Die vorhergesagten Verhältnisse folgen denen der Seitenaufrufe, liegen aber zu weit daneben.</translation>
    </message>
    <message>
        <source>No logs imported yet</source>
        <translation>Noch keine Protokolle importiert</translation>
    </message>
    <message>
        <source>Import a log of connections and some page loads of browsers. The page loads of all other connections are then predicted, where the prediction stands the test. Files can be dropped here.</source>
        <translation>Importieren Sie ein Verbindungsprotokoll und einige Seitenaufrufe von Browsern. Die Ladezeiten zu allen übrigen Verbindungen werden dann vorhergesagt, sofern die Vorhersage der Prüfung standhält. Dateien können hier abgelegt werden.</translation>
    </message>
    <message>
        <source>Import &amp;connections…</source>
        <translation>&amp;Verbindungen importieren …</translation>
    </message>
    <message>
        <source>Page load against the baseline</source>
        <translation>Ladezeit gegen den Bezug</translation>
    </message>
    <message>
        <source>Nothing to compare yet.</source>
        <translation>Noch nichts zu vergleichen.</translation>
    </message>
    <message>
        <source>Each point needs three page loads of the baseline and of another algorithm.</source>
        <translation>Jeder Punkt braucht drei Seitenaufrufe des Bezugs und eines anderen Algorithmus.</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Import pa&amp;ge loads…</source>
        <translation>&amp;Seitenaufrufe importieren …</translation>
    </message>
    <message>
        <source>Ex&amp;port…</source>
        <translation>Ex&amp;portieren …</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Bezug</translation>
    </message>
    <message>
        <source>Interval of a point</source>
        <translation>Abschnitt eines Punktes</translation>
    </message>
    <message>
        <source> min a point</source>
        <translation> min je Punkt</translation>
    </message>
    <message>
        <source>Import page loads</source>
        <translation>Seitenaufrufe importieren</translation>
    </message>
    <message>
        <source>Import connections</source>
        <translation>Verbindungen importieren</translation>
    </message>
    <message>
        <source>Page loads (*.csv *.jsonl *.json *.har *.log *.txt *.zst);;All files (*)</source>
        <translation>Seitenaufrufe (*.csv *.jsonl *.json *.har *.log *.txt *.zst);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Logs of connections (*.csv *.jsonl *.json *.txt *.log *.zst);;All files (*)</source>
        <translation>Verbindungsprotokolle (*.csv *.jsonl *.json *.txt *.log *.zst);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Unknown path</source>
        <translation>Unbekannter Weg</translation>
    </message>
    <message>
        <source>Import page loads as well: a model needs something to learn from.</source>
        <translation>Importieren Sie auch Seitenaufrufe: Ein Modell braucht etwas, woraus es lernt.</translation>
    </message>
    <message>
        <source>The prediction is not shown. %1</source>
        <translation>Die Vorhersage wird nicht gezeigt. %1</translation>
    </message>
    <message>
        <source>%1, page loads</source>
        <translation>%1, Seitenaufrufe</translation>
    </message>
    <message>
        <source>%1, predicted</source>
        <translation>%1, vorhergesagt</translation>
    </message>
    <message>
        <source>%1, extrapolated</source>
        <translation>%1, extrapoliert</translation>
    </message>
    <message>
        <source>%1 connections, %2 page loads</source>
        <translation>%1 Verbindungen, %2 Seitenaufrufe</translation>
    </message>
    <message>
        <source>Matched %1 of the page loads: %2 by cookie, %3 by network, time and octets.</source>
        <translation>%1 der Seitenaufrufe zugeordnet: %2 über das Cookie, %3 über Netz, Zeit und Oktette.</translation>
    </message>
    <message>
        <source>On page loads the model had not seen: correlation of the ratios %1 (at least %2), mean log difference %3 (at most %4), %5 points.</source>
        <translation>Bei Seitenaufrufen, die das Modell nicht kannte: Korrelation der Verhältnisse %1 (mindestens %2), mittlere logarithmische Abweichung %3 (höchstens %4), %5 Punkte.</translation>
    </message>
    <message>
        <source>%1 of %2 pages are unlike those it learnt from: extrapolated.</source>
        <translation>%1 von %2 Seiten sind anders als die gelernten: extrapoliert.</translation>
    </message>
    <message>
        <source>%1 connections say neither when nor under which algorithm, and were left out.</source>
        <translation>%1 Verbindungen sagen nicht, wann oder mit welchem Algorithmus; sie wurden ausgelassen.</translation>
    </message>
    <message>
        <source>Export the prediction</source>
        <translation>Vorhersage exportieren</translation>
    </message>
    <message>
        <source>prediction.csv</source>
        <translation>vorhersage.csv</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 gespeichert.</translation>
    </message>
    <message>
        <source>%1 could not be written.</source>
        <translation>%1 konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Pre&amp;diction</source>
        <translation>&amp;Vorhersage</translation>
    </message>
    <message>
        <source>not in the logs</source>
        <translation>nicht in den Protokollen</translation>
    </message>
    <message>
        <source>baseline %1</source>
        <translation>Bezug %1</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) a point</source>
        <translation>
            <numerusform>%n Minute je Punkt</numerusform>
            <numerusform>%n Minuten je Punkt</numerusform>
        </translation>
    </message>
    <message>
        <source>path %1</source>
        <translation>Pfad %1</translation>
    </message>
    <message>
        <source>prediction refused</source>
        <translation>Vorhersage verweigert</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON lines (*.jsonl);;Picture (*.png);;Report (*.html);;Report on paper (*.pdf)</source>
        <translation>CSV (*.csv);;JSON-Zeilen (*.jsonl);;Bild (*.png);;Bericht (*.html);;Bericht auf Papier (*.pdf)</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::TransfersView</name>
    <message>
        <source>Transfers and their connections</source>
        <translation>Transfers und ihre Verbindungen</translation>
    </message>
    <message>
        <source>No transfer in this time range.</source>
        <translation>Kein Transfer in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>Transfers of each primary</source>
        <translation>Transfers je Primärserver</translation>
    </message>
    <message>
        <source>No transfer in this time range</source>
        <translation>Kein Transfer in diesem Zeitraum</translation>
    </message>
    <message>
        <source>Connecting, waiting, data and stalls of each transfer appear here.</source>
        <translation>Hier erscheinen Verbindungsaufbau, Warten, Daten und Stockungen jedes Transfers.</translation>
    </message>
    <message>
        <source>What the time is held against</source>
        <translation>Wogegen die Dauer gehalten wird</translation>
    </message>
    <message>
        <source>Time of a transfer against its path</source>
        <translation>Dauer eines Transfers gegen seinen Weg</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>Only the sender knows what it repeated: it is shown for primaries that run on this host.</source>
        <translation>Was wiederholt wurde, weiß nur der Sender: gezeigt wird es für Primärserver, die auf diesem Rechner laufen.</translation>
    </message>
    <message>
        <source>No transfer over TCP in this time range</source>
        <translation>Kein Transfer über TCP in diesem Zeitraum</translation>
    </message>
    <message>
        <source>&amp;Transfers</source>
        <translation>&amp;Transfers</translation>
    </message>
    <message>
        <source>Time against</source>
        <translation>Dauer gegen</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
    <message>
        <source>Spearman&apos;s rank correlation ρ = %1, n = %2</source>
        <translation>Spearmans Rangkorrelation ρ = %1, n = %2</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::WatchedView</name>
    <message>
        <source>No connection is watched</source>
        <translation>Keine Verbindung wird beobachtet</translation>
    </message>
    <message>
        <source>Choose one under Open and press Enter, or click it twice: it is then looked at ten times a second.</source>
        <translation>Unter „Offen“ eine auswählen und die Eingabetaste drücken oder doppelt anklicken: Sie wird dann zehnmal in der Sekunde betrachtet.</translation>
    </message>
    <message>
        <source>Watched connection</source>
        <translation>Beobachtete Verbindung</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>No sample yet</source>
        <translation>Noch keine Messung</translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation>Staufenster</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>What limited it</source>
        <translation>Was sie begrenzte</translation>
    </message>
    <message>
        <source>Congestion window, segments</source>
        <translation>Staufenster, Segmente</translation>
    </message>
    <message>
        <source>Room we offer the sender</source>
        <translation>Platz, den wir dem Sender bieten</translation>
    </message>
    <message>
        <source>What came out of order</source>
        <translation>Was in falscher Reihenfolge kam</translation>
    </message>
    <message>
        <source>only the sender knows its congestion window</source>
        <translation>sein Staufenster kennt nur der Sender</translation>
    </message>
    <message>
        <source>only the sender knows what it repeated</source>
        <translation>was wiederholt wurde, weiß nur der Sender</translation>
    </message>
    <message>
        <source>%1 received, %2 sent</source>
        <translation>%1 empfangen, %2 gesendet</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>&amp;Watched</source>
        <translation>&amp;Beobachtet</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::overview::OverviewPage</name>
    <message>
        <source>Zones current</source>
        <translation>Zonen aktuell</translation>
    </message>
    <message>
        <source>Time to visible, p99</source>
        <translation>Zeit bis sichtbar, p99</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>NOTIFY accepted</source>
        <translation>NOTIFY angenommen</translation>
    </message>
    <message>
        <source>Primaries answering</source>
        <translation>Primärserver antworten</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>of %1; %2 need attention</source>
        <translation>von %1; %2 auffällig</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>target %1</source>
        <translation>Ziel %1</translation>
    </message>
    <message>
        <source>/ min</source>
        <translation>/ min</translation>
    </message>
    <message>
        <source>%1 open, %2 waiting</source>
        <translation>%1 offen, %2 warten</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>since the start</source>
        <translation>seit dem Start</translation>
    </message>
    <message>
        <source>of %1; %2</source>
        <translation>von %1; %2</translation>
    </message>
    <message>
        <source>%1 of %2 zones</source>
        <translation>%1 von %2 Zonen</translation>
    </message>
    <message>
        <source>All %1 zones are current</source>
        <translation>Alle %1 Zonen sind aktuell</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::primaries::PrimariesPage</name>
    <message>
        <source>Primaries</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>There is no primary yet. Adding a zone makes one.</source>
        <translation>Es gibt noch keinen Primärserver. Mit der ersten Zone entsteht einer.</translation>
    </message>
    <message>
        <source>Transfers from this primary</source>
        <translation>Transfers von diesem Primärserver</translation>
    </message>
    <message>
        <source>No transfer in this time range.</source>
        <translation>Kein Transfer in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>For its configuration</source>
        <translation>Für seine Konfiguration</translation>
    </message>
    <message>
        <source>Show its &amp;zones</source>
        <translation>Seine &amp;Zonen zeigen</translation>
    </message>
    <message>
        <source>Lines for the primary&apos;s configuration</source>
        <translation>Zeilen für die Konfiguration des Primärservers</translation>
    </message>
    <message>
        <source>&amp;Copy the lines</source>
        <translation>Zeilen &amp;kopieren</translation>
    </message>
    <message>
        <source>Copied the lines</source>
        <translation>Zeilen kopiert</translation>
    </message>
    <message>
        <source>Its changes are found only by asking: its NOTIFY does not reach us. Add the notify line below there.</source>
        <translation>Seine Änderungen finden wir nur durch Fragen: Sein NOTIFY erreicht uns nicht. Tragen Sie dort die Notify-Zeile von unten ein.</translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n Zone</numerusform>
            <numerusform>%n Zonen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n affected</source>
        <translation>
            <numerusform>%n betroffen</numerusform>
            <numerusform>%n betroffen</numerusform>
        </translation>
    </message>
    <message>
        <source>primaries.csv</source>
        <translation>primaerserver.csv</translation>
    </message>
    <message>
        <source>It sees us as %1, the address the proxy %2 leaves from.</source>
        <translation>Er sieht uns als %1, die Adresse, von der der Proxy %2 ausgeht.</translation>
    </message>
    <message>
        <source>It sees us as %1.</source>
        <translation>Er sieht uns als %1.</translation>
    </message>
    <message>
        <source>The proxy %1 has not said from which address it leaves; look at its own network.</source>
        <translation>Der Proxy %1 sagte nicht, von welcher Adresse er ausgeht; sehen Sie in seinem Netz nach.</translation>
    </message>
    <message>
        <source>The address it sees is known after the first check.</source>
        <translation>Die Adresse, die er sieht, ist nach der ersten Prüfung bekannt.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::propagation::DelayChart</name>
    <message>
        <source>Time to visible, every edge</source>
        <translation>Zeit bis sichtbar, jede Edge</translation>
    </message>
    <message>
        <source>No change in this time range</source>
        <translation>Keine Änderung in diesem Zeitraum</translation>
    </message>
    <message>
        <source>Points appear when a zone changes and its edges follow.</source>
        <translation>Punkte erscheinen, wenn eine Zone sich ändert und ihre Edges folgen.</translation>
    </message>
    <message>
        <source>Time to visible</source>
        <translation>Zeit bis sichtbar</translation>
    </message>
    <message>
        <source>target %1</source>
        <translation>Ziel %1</translation>
    </message>
    <message>
        <source>p50 %1</source>
        <translation>p50 %1</translation>
    </message>
    <message>
        <source>p99 %1</source>
        <translation>p99 %1</translation>
    </message>
    <message>
        <source>%1 within the target</source>
        <translation>%1 im Ziel</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s)</source>
        <translation>
            <numerusform>%n Fehlschlag</numerusform>
            <numerusform>%n Fehlschläge</numerusform>
        </translation>
    </message>
    <message>
        <source>newest changes only</source>
        <translation>nur die neuesten Änderungen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::propagation::PropagationPage</name>
    <message>
        <source>Percentiles by stage</source>
        <translation>Perzentile je Stufe</translation>
    </message>
    <message>
        <source>Percentiles by edge</source>
        <translation>Perzentile je Edge</translation>
    </message>
    <message>
        <source>By stage</source>
        <translation>Je Stufe</translation>
    </message>
    <message>
        <source>By edge</source>
        <translation>Je Edge</translation>
    </message>
    <message>
        <source>No change in this time range.</source>
        <translation>Keine Änderung in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>All &amp;zones</source>
        <translation>Alle &amp;Zonen</translation>
    </message>
    <message>
        <source>&amp;Whole time range</source>
        <translation>&amp;Ganzer Zeitraum</translation>
    </message>
    <message>
        <source>&amp;Probe now</source>
        <translation>Jetzt &amp;fragen</translation>
    </message>
    <message>
        <source>Ask every edge of the chosen zones for its serial now (F7)</source>
        <translation>Jede Edge der gewählten Zonen jetzt nach ihrer Seriennummer fragen (F7)</translation>
    </message>
    <message>
        <source>Choose one or more zones first.</source>
        <translation>Wählen Sie zuerst eine oder mehrere Zonen.</translation>
    </message>
    <message>
        <source>Propagation</source>
        <translation>Verbreitung</translation>
    </message>
    <message>
        <source>edges.csv</source>
        <translation>edges.csv</translation>
    </message>
    <message>
        <source>stages.csv</source>
        <translation>stufen.csv</translation>
    </message>
    <message>
        <source>All zones</source>
        <translation>Alle Zonen</translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n Zone</numerusform>
            <numerusform>%n Zonen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::propagation::StageChart</name>
    <message>
        <source>Where the time goes</source>
        <translation>Wo die Zeit bleibt</translation>
    </message>
    <message>
        <source>Stages of each change</source>
        <translation>Stufen jeder Änderung</translation>
    </message>
    <message>
        <source>No change in this time range</source>
        <translation>Keine Änderung in diesem Zeitraum</translation>
    </message>
    <message>
        <source>median per stage</source>
        <translation>Median je Stufe</translation>
    </message>
    <message>
        <source>newest %1 changes</source>
        <translation>neueste %1 Änderungen</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::reports::ReportPreview</name>
    <message>
        <source>Preview of the report</source>
        <translation>Vorschau des Berichts</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::reports::ReportsPage</name>
    <message>
        <source>Freshness and incidents</source>
        <translation>Aktualität und Vorfälle</translation>
    </message>
    <message>
        <source>As in the header</source>
        <translation>Wie in der Kopfzeile</translation>
    </message>
    <message>
        <source>The selected stretch</source>
        <translation>Die gewählte Zeitspanne</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>All zones</source>
        <translation>Alle Zonen</translation>
    </message>
    <message>
        <source>The chosen zones</source>
        <translation>Die gewählten Zonen</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>P&amp;NG charts</source>
        <translation>P&amp;NG-Diagramme</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren …</translation>
    </message>
    <message>
        <source>Peri&amp;od</source>
        <translation>Z&amp;eitraum</translation>
    </message>
    <message>
        <source>&amp;Zones</source>
        <translation>&amp;Zonen</translation>
    </message>
    <message>
        <source>An edge is &amp;fresh within</source>
        <translation>Eine Edge ist &amp;aktuell innerhalb von</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Berichte</translation>
    </message>
    <message>
        <source>Reading history…</source>
        <translation>Lese Historie …</translation>
    </message>
    <message>
        <source>Folder for the report</source>
        <translation>Ordner für den Bericht</translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n file(s) to %1</source>
        <translation>
            <numerusform>%n Datei nach %1 geschrieben</numerusform>
            <numerusform>%n Dateien nach %1 geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>with the clo&amp;uds</source>
        <translation>mit den Clo&amp;uds</translation>
    </message>
    <message>
        <source>Topology, inventory, findings and drift of the newest snapshot</source>
        <translation>Topologie, Verzeichnis, Befunde und Abweichungen des neuesten Schnappschusses</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::settings::SettingsPage</name>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Add a key…</source>
        <translation>Schlüssel &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Schlüssel</translation>
    </message>
    <message>
        <source>Access lists</source>
        <translation>Zugriffslisten</translation>
    </message>
    <message>
        <source>&amp;Add an access list…</source>
        <translation>Zugriffsliste &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>A&amp;ccess lists</source>
        <translation>&amp;Zugriffslisten</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>Edges</translation>
    </message>
    <message>
        <source>&amp;Add an edge…</source>
        <translation>Edge &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>E&amp;dges</source>
        <translation>E&amp;dges</translation>
    </message>
    <message>
        <source>Primaries</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>&amp;Add a primary…</source>
        <translation>Primärserver &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>&amp;Primaries</source>
        <translation>&amp;Primärserver</translation>
    </message>
    <message>
        <source>&amp;Limits and history</source>
        <translation>&amp;Grenzen und Historie</translation>
    </message>
    <message>
        <source>Appea&amp;rance</source>
        <translation>&amp;Aussehen</translation>
    </message>
    <message>
        <source>Addre&amp;sses</source>
        <translation>Ad&amp;ressen</translation>
    </message>
    <message>
        <source>There is none yet.</source>
        <translation>Noch gibt es keine.</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Bearbeiten …</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source> per second</source>
        <translation> je Sekunde</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>An&amp;wenden</translation>
    </message>
    <message>
        <source>Most &amp;transfers at the same time</source>
        <translation>Höchstens &amp;Transfers gleichzeitig</translation>
    </message>
    <message>
        <source>T&amp;hreads for transfers</source>
        <translation>T&amp;hreads für Transfers</translation>
    </message>
    <message>
        <source>Most serial chec&amp;ks</source>
        <translation>Höchstens Serien&amp;nummernprüfungen</translation>
    </message>
    <message>
        <source>History is kept &amp;for</source>
        <translation>&amp;Historie aufbewahren</translation>
    </message>
    <message>
        <source>&amp;Versions kept of each zone</source>
        <translation>Aufbewahrte &amp;Versionen je Zone</translation>
    </message>
    <message>
        <source>Saved the limits</source>
        <translation>Grenzen gespeichert</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>C&amp;olours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>Addresses Zonescope listens on</source>
        <translation>Adressen, auf denen Zonescope lauscht</translation>
    </message>
    <message>
        <source>Addresses are set when Zonescope is started, in its configuration file or on its command line.</source>
        <translation>Adressen werden beim Start von Zonescope festgelegt, in der Konfigurationsdatei oder auf der Kommandozeile.</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>nirgends</translation>
    </message>
    <message>
        <source>NOTIFY is taken at: %1</source>
        <translation>NOTIFY wird angenommen auf: %1</translation>
    </message>
    <message>
        <source>Zones are served at: %1</source>
        <translation>Zonen werden ausgeliefert auf: %1</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Proxies</source>
        <translation>Proxys</translation>
    </message>
    <message>
        <source>&amp;Add a proxy…</source>
        <translation>&amp;Proxy hinzufügen …</translation>
    </message>
    <message>
        <source>Pro&amp;xies</source>
        <translation>Pro&amp;xys</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>Over UDP, to one IPv4 /24 or IPv6 /56. Loopback has no limit.</source>
        <translation>Über UDP, an ein IPv4-/24 oder IPv6-/56. Loopback hat keine Grenze.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Takes effect when the program starts the next time.</source>
        <translation>Wirkt, wenn das Programm das nächste Mal startet.</translation>
    </message>
    <message>
        <source>Most &amp;answers to one network</source>
        <translation>Meiste &amp;Antworten an ein Netz</translation>
    </message>
    <message>
        <source>Truncated instead of dropped: one &amp;in</source>
        <translation>Gekürzt statt verworfen: e&amp;ine von</translation>
    </message>
    <message>
        <source>Threads of the built-in &amp;server</source>
        <translation>Threads des eingebauten &amp;Servers</translation>
    </message>
    <message>
        <source>They must speak the PROXY protocol; a header from anybody else is refused.</source>
        <translation>Sie müssen das PROXY-Protokoll sprechen; ein Kopf von jemand anderem wird abgelehnt.</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>S&amp;peichern</translation>
    </message>
    <message>
        <source>Load &amp;balancers before the NOTIFY listener</source>
        <translation>&amp;Lastverteiler vor dem NOTIFY-Empfang</translation>
    </message>
    <message>
        <source>Saved; it takes effect when the program starts the next time</source>
        <translation>Gespeichert; es wirkt, wenn das Programm das nächste Mal startet</translation>
    </message>
    <message>
        <source>TCP connections of this host that ended. Figures a minute are kept for ever.</source>
        <translation>Beendete TCP-Verbindungen dieses Rechners. Die Werte je Minute bleiben für immer.</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>&amp;Log of connections is kept for</source>
        <translation>Verbindungsprotoko&amp;ll aufbewahren für</translation>
    </message>
    <message>
        <source>Log of connections, at m&amp;ost</source>
        <translation>Verbindungsprotokoll, h&amp;öchstens</translation>
    </message>
    <message>
        <source>Answered to who asks the built-in server for its identifier (NSID).</source>
        <translation>Wird genannt, wenn jemand den eingebauten Server nach seiner Kennung fragt (NSID).</translation>
    </message>
    <message>
        <source>&amp;Name of the built-in server (NSID)</source>
        <translation>&amp;Name des eingebauten Servers (NSID)</translation>
    </message>
    <message>
        <source>&amp;Notify on the desktop when a cloud is not as intended any more</source>
        <translation>Auf dem &amp;Desktop melden, wenn eine Cloud nicht mehr ist wie vorgesehen</translation>
    </message>
    <message>
        <source>Also when a change to a cloud is taken back. Activity and the window say it either way.</source>
        <translation>Auch wenn eine Änderung an einer Cloud zurückgenommen wird. Die Aktivität und das Fenster sagen es in jedem Fall.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::settings::TlsFields</name>
    <message>
        <source>Not encrypted</source>
        <translation>Nicht verschlüsselt</translation>
    </message>
    <message>
        <source>TLS when possible, server not checked</source>
        <translation>TLS, wenn möglich; Server ungeprüft</translation>
    </message>
    <message>
        <source>TLS only, server checked</source>
        <translation>Nur TLS; Server geprüft</translation>
    </message>
    <message>
        <source>&amp;Encryption</source>
        <translation>&amp;Verschlüsselung</translation>
    </message>
    <message>
        <source>TLS &amp;port</source>
        <translation>TLS-&amp;Port</translation>
    </message>
    <message>
        <source>Ser&amp;ver name</source>
        <translation>Ser&amp;vername</translation>
    </message>
    <message>
        <source>in its certificate</source>
        <translation>in seinem Zertifikat</translation>
    </message>
    <message>
        <source>CA &amp;file</source>
        <translation>CA-&amp;Datei</translation>
    </message>
    <message>
        <source>the system&apos;s when empty</source>
        <translation>leer: die des Systems</translation>
    </message>
    <message>
        <source>P&amp;in</source>
        <translation>P&amp;in</translation>
    </message>
    <message>
        <source>SHA-256 of its public key, base64</source>
        <translation>SHA-256 seines öffentlichen Schlüssels, base64</translation>
    </message>
    <message>
        <source>Our &amp;certificate</source>
        <translation>Unser &amp;Zertifikat</translation>
    </message>
    <message>
        <source>file, for mutual TLS</source>
        <translation>Datei, für beidseitiges TLS</translation>
    </message>
    <message>
        <source>Accept a server that &amp;selects no protocol, as NSD 4.6</source>
        <translation>Einen Server annehmen, der kein Protokoll &amp;wählt, wie NSD 4.6</translation>
    </message>
    <message>
        <source>Our private ke&amp;y</source>
        <translation>Unser privater Schlüsse&amp;l</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::CommandPalette</name>
    <message>
        <source>Nothing is called that.</source>
        <translation>So heißt nichts.</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Zone, server, edge, page or action</source>
        <translation>Zone, Server, Edge, Seite oder Aktion</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::FirstRun</name>
    <message>
        <source>There are no zones yet. How would you like to begin?</source>
        <translation>Es gibt noch keine Zonen. Wie möchten Sie beginnen?</translation>
    </message>
    <message>
        <source>Add a zone</source>
        <translation>Eine Zone hinzufügen</translation>
    </message>
    <message>
        <source>Type its name and its primary. You see at once whether the primary lets us fetch it.</source>
        <translation>Geben Sie ihren Namen und ihren Primärserver ein. Sie sehen sofort, ob er den Transfer erlaubt.</translation>
    </message>
    <message>
        <source>Add zones…</source>
        <translation>Zonen hinzufügen …</translation>
    </message>
    <message>
        <source>Import a list</source>
        <translation>Eine Liste importieren</translation>
    </message>
    <message>
        <source>A text file, a CSV file or a piece of named.conf. Every row is tried before anything is saved.</source>
        <translation>Eine Textdatei, eine CSV-Datei oder ein Stück named.conf. Jede Zeile wird probiert, bevor etwas gespeichert wird.</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Die Demo ausprobieren</translation>
    </message>
    <message>
        <source>Two primaries and six edges on this computer, with changes, delays and a few faults. Nothing leaves it.</source>
        <translation>Zwei Primärserver und sechs Edges auf diesem Rechner, mit Änderungen, Verzögerungen und einigen Fehlern. Nichts verlässt ihn.</translation>
    </message>
    <message>
        <source>Start the demo</source>
        <translation>Demo starten</translation>
    </message>
    <message>
        <source>Import a list of zones</source>
        <translation>Liste von Zonen importieren</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 lässt sich nicht lesen.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::HeaderBar</name>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>Letzte 6 Stunden</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Search or run a command   Ctrl+K</source>
        <translation>Suchen oder Befehl   Strg+K</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>Time range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>While live, the time range ends now and moves on by itself.</source>
        <translation>Live endet der Zeitraum jetzt und geht von selbst weiter.</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>Von … bis …</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>Letzte %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::MainWindow</name>
    <message>
        <source>Zonescope – demo</source>
        <translation>Zonescope – Demo</translation>
    </message>
    <message>
        <source>Engine stopped</source>
        <translation>Maschine steht</translation>
    </message>
    <message>
        <source>Problem: %1</source>
        <translation>Problem: %1</translation>
    </message>
    <message>
        <source>Choose one or more zones first.</source>
        <translation>Wählen Sie zuerst eine oder mehrere Zonen.</translation>
    </message>
    <message numerus="yes">
        <source>Asking every edge of %n zone(s) for its serial</source>
        <translation>
            <numerusform>Frage jede Edge von %n Zone nach ihrer Seriennummer</numerusform>
            <numerusform>Frage jede Edge von %n Zonen nach ihrer Seriennummer</numerusform>
        </translation>
    </message>
    <message>
        <source>About Zonescope</source>
        <translation>Über Zonescope</translation>
    </message>
    <message>
        <source>&lt;b&gt;Zonescope %1&lt;/b&gt;&lt;p&gt;A desktop observatory for DNS zones.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Zonescope %1&lt;/b&gt;&lt;p&gt;Ein Observatorium für DNS-Zonen.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder neuer.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primärserver</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>Edge</translation>
    </message>
    <message>
        <source>Running · no history</source>
        <translation>Läuft · keine Historie</translation>
    </message>
    <message>
        <source>Running · %1 transfers/min</source>
        <translation>Läuft · %1 Transfers/min</translation>
    </message>
    <message>
        <source>Zonescope: clouds</source>
        <translation>Zonescope: Clouds</translation>
    </message>
    <message>
        <source>A test change goes to one zone; choose one.</source>
        <translation>Eine Teständerung gilt einer Zone; wählen Sie eine.</translation>
    </message>
    <message>
        <source>Sending a test change of %1</source>
        <translation>Teständerung von %1 wird gesendet</translation>
    </message>
    <message>
        <source>%1 took the test change.</source>
        <translation>%1 hat die Teständerung angenommen.</translation>
    </message>
    <message>
        <source>The primary</source>
        <translation>Der Primärserver</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::Sidebar</name>
    <message>
        <source>Menu with every action</source>
        <translation>Menü mit allen Aktionen</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::SidebarButton</name>
    <message numerus="yes">
        <source>%n need(s) attention</source>
        <translation>
            <numerusform>%n braucht Aufmerksamkeit</numerusform>
            <numerusform>%n brauchen Aufmerksamkeit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::TransferTracker</name>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n Zone</numerusform>
            <numerusform>%n Zonen</numerusform>
        </translation>
    </message>
    <message>
        <source>Transferring %1 in full</source>
        <translation>Übertrage %1 vollständig</translation>
    </message>
    <message>
        <source>Transferring %1</source>
        <translation>Übertrage %1</translation>
    </message>
    <message>
        <source>The transfer failed.</source>
        <translation>Der Transfer ist gescheitert.</translation>
    </message>
    <message>
        <source>The transfer is done.</source>
        <translation>Der Transfer ist fertig.</translation>
    </message>
    <message>
        <source>%1 of %2 transferred</source>
        <translation>%1 von %2 übertragen</translation>
    </message>
    <message>
        <source>%1, %2 failed, last %3</source>
        <translation>%1, %2 gescheitert, zuletzt %3</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::widgets::FilterField</name>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Clear the filter (Esc)</source>
        <translation>Filter leeren (Esc)</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::widgets::TableView</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Column %1</source>
        <translation>Spalte %1</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::widgets::Toast</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::AddZonesDialog</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Add zones</source>
        <translation>Zonen hinzufügen</translation>
    </message>
    <message>
        <source>&amp;One zone</source>
        <translation>&amp;Eine Zone</translation>
    </message>
    <message>
        <source>A &amp;list</source>
        <translation>Eine &amp;Liste</translation>
    </message>
    <message>
        <source>Rows appear here and are tried at once.</source>
        <translation>Hier erscheinen Zeilen und werden sofort probiert.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Noch einmal &amp;probieren</translation>
    </message>
    <message numerus="yes">
        <source>Add %n zone(s)</source>
        <translation>
            <numerusform>%n Zone hinzufügen</numerusform>
            <numerusform>%n Zonen hinzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Zone</source>
        <translation>&amp;Zone</translation>
    </message>
    <message>
        <source>List of zones</source>
        <translation>Liste von Zonen</translation>
    </message>
    <message>
        <source>Paste a list, one zone a line:
example.org 192.0.2.1 k1 ams-1;fra-1
or CSV: zone,primary,key,edges
or a piece of named.conf</source>
        <translation>Fügen Sie eine Liste ein, eine Zone je Zeile:
example.org 192.0.2.1 k1 ams-1;fra-1
oder CSV: zone,primary,key,edges
oder ein Stück named.conf</translation>
    </message>
    <message>
        <source>Open a &amp;file…</source>
        <translation>&amp;Datei öffnen …</translation>
    </message>
    <message>
        <source>Where rows do not say otherwise</source>
        <translation>Wo Zeilen nichts anderes sagen</translation>
    </message>
    <message>
        <source>192.0.2.1, 192.0.2.1:5353 or name=192.0.2.1</source>
        <translation>192.0.2.1, 192.0.2.1:5353 oder Name=192.0.2.1</translation>
    </message>
    <message>
        <source>New key: hmac-sha256:name:secret</source>
        <translation>Neuer Schlüssel: hmac-sha256:name:geheimnis</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>ams-1; fra-1; new-1=198.51.100.7</source>
        <translation>ams-1; fra-1; neu-1=198.51.100.7</translation>
    </message>
    <message>
        <source>as the primary&apos;s settings say</source>
        <translation>wie beim Primärserver eingestellt</translation>
    </message>
    <message>
        <source>&amp;Primary</source>
        <translation>&amp;Primärserver</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Edges</source>
        <translation>E&amp;dges</translation>
    </message>
    <message>
        <source>Open a list of zones</source>
        <translation>Liste von Zonen öffnen</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 lässt sich nicht lesen.</translation>
    </message>
    <message numerus="yes">
        <source>Added %n zone(s)</source>
        <translation>
            <numerusform>%n Zone hinzugefügt</numerusform>
            <numerusform>%n Zonen hinzugefügt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::ContentFacts</name>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>published as serial %1</source>
        <translation>veröffentlicht als Seriennummer %1</translation>
    </message>
    <message numerus="yes">
        <source>%n own record set(s)</source>
        <translation>
            <numerusform>%n eigener Record-Satz</numerusform>
            <numerusform>%n eigene Record-Sätze</numerusform>
        </translation>
    </message>
    <message>
        <source>flattened from %1 at %2</source>
        <translation>aufgelöst von %1 um %2</translation>
    </message>
    <message>
        <source>to be flattened from %1</source>
        <translation>wird von %1 aufgelöst</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1: %2 (%3)</translation>
    </message>
    <message>
        <source>Own record: %1</source>
        <translation>Eigener Record: %1</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>Warnung: %1</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::DifferenceView</name>
    <message>
        <source>What changed</source>
        <translation>Was sich änderte</translation>
    </message>
    <message>
        <source>From serial</source>
        <translation>Von Seriennummer</translation>
    </message>
    <message>
        <source>To serial</source>
        <translation>Bis Seriennummer</translation>
    </message>
    <message>
        <source>No difference is known.</source>
        <translation>Kein Unterschied bekannt.</translation>
    </message>
    <message>
        <source>only one version is kept so far</source>
        <translation>bisher nur eine Version aufbewahrt</translation>
    </message>
    <message>
        <source>, more not shown</source>
        <translation>, weitere nicht gezeigt</translation>
    </message>
    <message>
        <source>%1 removed, %2 added</source>
        <translation>%1 entfernt, %2 neu</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::EdgeTimeline</name>
    <message>
        <source>Serial across edges</source>
        <translation>Seriennummer je Edge</translation>
    </message>
    <message>
        <source>Nothing observed yet</source>
        <translation>Noch nichts beobachtet</translation>
    </message>
    <message>
        <source>Lanes appear with the first answers of the edges.</source>
        <translation>Bahnen erscheinen mit den ersten Antworten der Edges.</translation>
    </message>
    <message>
        <source>%1 · %2 of %3 edges</source>
        <translation>%1 · %2 von %3 Edges</translation>
    </message>
    <message>
        <source>changed at the primary</source>
        <translation>beim Primärserver geändert</translation>
    </message>
    <message>
        <source>No zone chosen</source>
        <translation>Keine Zone gewählt</translation>
    </message>
    <message>
        <source>Choose one to see which edge has which serial.</source>
        <translation>Wählen Sie eine, um zu sehen, welche Edge welche Seriennummer hat.</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::StageStrip</name>
    <message>
        <source>Stages of the change</source>
        <translation>Stufen der Änderung</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::ZoneContentForm</name>
    <message>
        <source>&amp;Strict: errors found in the content refuse a version</source>
        <translation>&amp;Streng: Fehler im Inhalt lehnen eine Version ab</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Ungeprüft</translation>
    </message>
    <message>
        <source>Checked when there is one</source>
        <translation>Geprüft, wenn vorhanden</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Verlangt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>SHA-384</source>
        <translation>SHA-384</translation>
    </message>
    <message>
        <source>SHA-512</source>
        <translation>SHA-512</translation>
    </message>
    <message>
        <source>An ordinary zone</source>
        <translation>Eine gewöhnliche Zone</translation>
    </message>
    <message>
        <source>A catalog: its members become zones here</source>
        <translation>Ein Katalog: Seine Mitglieder werden hier Zonen</translation>
    </message>
    <message>
        <source>A catalog made here of the zones listed in it</source>
        <translation>Ein hier gemachter Katalog der darin eingetragenen Zonen</translation>
    </message>
    <message>
        <source>add www 300 A 192.0.2.1
replace mail A 192.0.2.2
delete old TXT</source>
        <translation>add www 300 A 192.0.2.1
replace mail A 192.0.2.2
delete old TXT</translation>
    </message>
    <message>
        <source>One record a line after add, replace or delete. They are laid over every version that is transferred; the transferred zone itself stays as it is.</source>
        <translation>Ein Record je Zeile nach add, replace oder delete. Sie werden über jede übertragene Version gelegt; die übertragene Zone selbst bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>192.0.2.53, [2001:db8::53]:5353</source>
        <translation>192.0.2.53, [2001:db8::53]:5353</translation>
    </message>
    <message>
        <source>When the top of the zone is an alias (CNAME or ALIAS), its addresses are looked up at these servers and published instead.</source>
        <translation>Ist die Spitze der Zone ein Alias (CNAME oder ALIAS), werden seine Adressen bei diesen Servern erfragt und statt seiner veröffentlicht.</translation>
    </message>
    <message>
        <source>group = zone, other group = other zone</source>
        <translation>Gruppe = Zone, andere Gruppe = andere Zone</translation>
    </message>
    <message>
        <source>Members of these groups get the settings of that zone, all others those of the catalog.</source>
        <translation>Mitglieder dieser Gruppen bekommen die Einstellungen jener Zone, alle anderen die des Katalogs.</translation>
    </message>
    <message>
        <source>What the catalog that lists this zone says of it.</source>
        <translation>Was der Katalog, der diese Zone führt, über sie sagt.</translation>
    </message>
    <message>
        <source>&amp;Digest of transferred versions (ZONEMD)</source>
        <translation>Prüfsumme &amp;übertragener Versionen (ZONEMD)</translation>
    </message>
    <message>
        <source>Digest we &amp;put in</source>
        <translation>&amp;Prüfsumme, die wir einfügen</translation>
    </message>
    <message>
        <source>&amp;Own records</source>
        <translation>&amp;Eigene Records</translation>
    </message>
    <message>
        <source>Resolvers for the &amp;top of the zone</source>
        <translation>&amp;Resolver für die Spitze der Zone</translation>
    </message>
    <message>
        <source>&amp;Catalog</source>
        <translation>&amp;Katalog</translation>
    </message>
    <message>
        <source>Te&amp;mplates of groups</source>
        <translation>&amp;Vorlagen der Gruppen</translation>
    </message>
    <message>
        <source>&amp;Listed in</source>
        <translation>&amp;Geführt in</translation>
    </message>
    <message>
        <source>&amp;Group</source>
        <translation>Gru&amp;ppe</translation>
    </message>
    <message>
        <source>No catalog</source>
        <translation>Kein Katalog</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::ZoneDetailPage</name>
    <message>
        <source>T&amp;imeline</source>
        <translation>Zeit&amp;verlauf</translation>
    </message>
    <message>
        <source>&amp;Records</source>
        <translation>&amp;Records</translation>
    </message>
    <message>
        <source>&amp;Changes</source>
        <translation>Änder&amp;ungen</translation>
    </message>
    <message>
        <source>Tra&amp;nsfers</source>
        <translation>Tra&amp;nsfers</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>Ein&amp;stellungen</translation>
    </message>
    <message>
        <source>&amp;Transfer</source>
        <translation>Über&amp;tragen</translation>
    </message>
    <message>
        <source>&amp;Probe</source>
        <translation>Edges &amp;fragen</translation>
    </message>
    <message>
        <source>Fetch this zone now (F5)</source>
        <translation>Diese Zone jetzt holen (F5)</translation>
    </message>
    <message>
        <source>Ask every edge for its serial now (F7)</source>
        <translation>Jede Edge jetzt nach ihrer Seriennummer fragen (F7)</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Edges of the zone</source>
        <translation>Edges der Zone</translation>
    </message>
    <message>
        <source>This zone has no edges.</source>
        <translation>Diese Zone hat keine Edges.</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Filter records by name</source>
        <translation>Records nach Namen filtern</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Records</translation>
    </message>
    <message>
        <source>Zonescope holds no version of this zone yet.</source>
        <translation>Zonescope hält noch keine Version dieser Zone.</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>No transfer in this time range.</source>
        <translation>Kein Transfer in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>Cance&amp;l the transfer</source>
        <translation>Transfer ab&amp;brechen</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Serial %1</source>
        <translation>Seriennummer %1</translation>
    </message>
    <message>
        <source>primary %1</source>
        <translation>Primärserver %1</translation>
    </message>
    <message>
        <source>primary %1 (TSIG %2)</source>
        <translation>Primärserver %1 (TSIG %2)</translation>
    </message>
    <message>
        <source>next check %1</source>
        <translation>nächste Prüfung %1</translation>
    </message>
    <message>
        <source>%1 of %2 edges current</source>
        <translation>%1 von %2 Edges aktuell</translation>
    </message>
    <message>
        <source>%1 records</source>
        <translation>%1 Records</translation>
    </message>
    <message>
        <source>%1 records at serial %2</source>
        <translation>%1 Records bei Seriennummer %2</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::ZoneSettingsForm</name>
    <message>
        <source>&amp;Paused: neither checked nor transferred</source>
        <translation>&amp;Angehalten: weder geprüft noch übertragen</translation>
    </message>
    <message>
        <source>Primaries, in the order they are asked</source>
        <translation>Primärserver in der Reihenfolge, in der sie gefragt werden</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>Edges</translation>
    </message>
    <message>
        <source>NOTIFY also accepted from</source>
        <translation>NOTIFY auch angenommen von</translation>
    </message>
    <message>
        <source>Transfers out allowed to</source>
        <translation>Transfers nach außen erlaubt für</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>An&amp;wenden</translation>
    </message>
    <message>
        <source>P&amp;rimaries</source>
        <translation>&amp;Primärserver</translation>
    </message>
    <message>
        <source>&amp;Edges</source>
        <translation>E&amp;dges</translation>
    </message>
    <message>
        <source>&amp;NOTIFY also from</source>
        <translation>&amp;NOTIFY auch von</translation>
    </message>
    <message>
        <source>&amp;Transfers out to</source>
        <translation>&amp;Transfers nach außen</translation>
    </message>
    <message>
        <source>Shortest refresh</source>
        <translation>Kürzester Refresh</translation>
    </message>
    <message>
        <source>Longest refresh</source>
        <translation>Längster Refresh</translation>
    </message>
    <message>
        <source>Shortest retry</source>
        <translation>Kürzester Retry</translation>
    </message>
    <message>
        <source>Longest retry</source>
        <translation>Längster Retry</translation>
    </message>
    <message>
        <source>Most records (0: no limit)</source>
        <translation>Höchstens Records (0: keine Grenze)</translation>
    </message>
    <message>
        <source>Largest transfer (0: no limit)</source>
        <translation>Größter Transfer (0: keine Grenze)</translation>
    </message>
    <message>
        <source>Longest transfer (0: no limit)</source>
        <translation>Längster Transfer (0: keine Grenze)</translation>
    </message>
    <message>
        <source>Longest silence (0: no limit)</source>
        <translation>Längste Stille (0: keine Grenze)</translation>
    </message>
    <message>
        <source>Re&amp;vert</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>Saved the settings of %1</source>
        <translation>Einstellungen von %1 gespeichert</translation>
    </message>
    <message>
        <source>None exists yet: add one under Settings.</source>
        <translation>Es gibt noch keine: unter Einstellungen hinzufügen.</translation>
    </message>
    <message>
        <source> octets/s</source>
        <translation> Oktette/s</translation>
    </message>
    <message>
        <source> records</source>
        <translation> Records</translation>
    </message>
    <message>
        <source>Slowest transfer (0: no limit)</source>
        <translation>Langsamster Transfer (0: keine Grenze)</translation>
    </message>
    <message>
        <source>Largest record set (0: no limit)</source>
        <translation>Größter Recordsatz (0: keine Grenze)</translation>
    </message>
    <message>
        <source>Longest wait for a connection</source>
        <translation>Längstes Warten auf eine Verbindung</translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::ZonesPage</name>
    <message>
        <source>Zones</source>
        <translation>Zonen</translation>
    </message>
    <message>
        <source>No zone matches the filter.</source>
        <translation>Keine Zone passt zum Filter.</translation>
    </message>
    <message>
        <source>Filter zones: name, state:behind, primary:ns2, serial&gt;2026112100</source>
        <translation>Zonen filtern: Name, state:behind, primary:ns2, serial&gt;2026112100</translation>
    </message>
    <message>
        <source>Filter zones</source>
        <translation>Zonen filtern</translation>
    </message>
    <message>
        <source>&amp;Transfer now</source>
        <translation>Jetzt &amp;übertragen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Add zones…</source>
        <translation>Zonen &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>Fetch the chosen zones now (F5)</source>
        <translation>Die gewählten Zonen jetzt holen (F5)</translation>
    </message>
    <message>
        <source>Order changed – re-sort</source>
        <translation>Reihenfolge geändert – neu sortieren</translation>
    </message>
    <message>
        <source>zones.csv</source>
        <translation>zonen.csv</translation>
    </message>
    <message>
        <source>Attention %1</source>
        <translation>Aufmerksamkeit %1</translation>
    </message>
    <message>
        <source>Expired %1</source>
        <translation>Abgelaufen %1</translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n Zone</numerusform>
            <numerusform>%n Zonen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 zones</source>
        <translation>%1 von %2 Zonen</translation>
    </message>
    <message>
        <source>“%1” is searched in names; fields are state, primary, edge, serial, error.</source>
        <translation>„%1“ wird in Namen gesucht; Felder sind state, primary, edge, serial, error.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Zeilen kopieren</translation>
    </message>
</context>
</TS>
