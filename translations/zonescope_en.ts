<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
<context>
    <name>Bars</name>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n bar</numerusform>
            <numerusform>%n bars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionText</name>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n segment</numerusform>
            <numerusform>%n segments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Density</name>
    <message numerus="yes">
        <source>%n failure(s)</source>
        <translation>
            <numerusform>%n failure</numerusform>
            <numerusform>%n failures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EventText</name>
    <message numerus="yes">
        <source>%1 of %2 from %3 brought serial %4: %n record(s) in %5.</source>
        <translation>
            <numerusform>%1 of %2 from %3 brought serial %4: %n record in %5.</numerusform>
            <numerusform>%1 of %2 from %3 brought serial %4: %n records in %5.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s) depend on it.</source>
        <translation>
            <numerusform>%n zone depends on it.</numerusform>
            <numerusform>%n zones depend on it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This host dropped %n packet(s) or connection(s): %1.</source>
        <translation>
            <numerusform>This host dropped %n packet or connection: %1.</numerusform>
            <numerusform>This host dropped %n packets or connections: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s) depend on it: %1</source>
        <translation>
            <numerusform>%n zone depend on it: %1</numerusform>
            <numerusform>%n zones depend on it: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) in the cloud are not as intended, first of all %1.</source>
        <translation>
            <numerusform>%n object in the cloud are not as intended, first of all %1.</numerusform>
            <numerusform>%n objects in the cloud are not as intended, first of all %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) in the cloud are as intended again, first of all %1.</source>
        <translation>
            <numerusform>%n object in the cloud are as intended again, first of all %1.</numerusform>
            <numerusform>%n objects in the cloud are as intended again, first of all %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n drift(s) in the cloud are not put right by themselves, first of all %1. %2</source>
        <translation>
            <numerusform>%n drift in the cloud are not put right by themselves, first of all %1. %2</numerusform>
            <numerusform>%n drifts in the cloud are not put right by themselves, first of all %1. %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListFindings</name>
    <message numerus="yes">
        <source>… and %n more line(s)</source>
        <translation>
            <numerusform>… and %n more line</numerusform>
            <numerusform>… and %n more lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Marks</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s) without measurement</source>
        <translation>
            <numerusform>%n gap without measurement</numerusform>
            <numerusform>%n gaps without measurement</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PathText</name>
    <message numerus="yes">
        <source>Hops %1 to %2 are a label-switched path, and all %n of its routers answer.</source>
        <translation>
            <numerusform>Hops %1 to %2 are a label-switched path, and all %n of its routers answer.</numerusform>
            <numerusform>Hops %1 to %2 are a label-switched path, and all %n of its routers answer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Between hop %1 and hop %2 probably %n router(s) of a label-switched path are hidden: TTL is not copied into its labels.</source>
        <translation>
            <numerusform>Between hop %1 and hop %2 probably %n router of a label-switched path is hidden: TTL is not copied into its labels.</numerusform>
            <numerusform>Between hop %1 and hop %2 probably %n routers of a label-switched path are hidden: TTL is not copied into its labels.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Between hop %1 and hop %2 probably %n router(s) are hidden: the label-switched path before does not copy TTL back at its end (RFC 3443 modes mixed).</source>
        <translation>
            <numerusform>Between hop %1 and hop %2 probably %n router is hidden: the label-switched path before does not copy TTL back at its end (RFC 3443 modes mixed).</numerusform>
            <numerusform>Between hop %1 and hop %2 probably %n routers are hidden: the label-switched path before does not copy TTL back at its end (RFC 3443 modes mixed).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Between hop %1 and hop %2 probably %n router(s) are hidden; the labels before do not say why.</source>
        <translation>
            <numerusform>Between hop %1 and hop %2 probably %n router is hidden; the labels before do not say why.</numerusform>
            <numerusform>Between hop %1 and hop %2 probably %n routers are hidden; the labels before do not say why.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PeerCells</name>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Points</name>
    <message numerus="yes">
        <source>%1 against %2, %n point(s)</source>
        <translation>
            <numerusform>%1 against %2, %n point</numerusform>
            <numerusform>%1 against %2, %n points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Swimlanes</name>
    <message numerus="yes">
        <source>%n server(s)</source>
        <translation>
            <numerusform>%n server</numerusform>
            <numerusform>%n servers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopologyText</name>
    <message numerus="yes">
        <source>%n interface(s)</source>
        <translation>
            <numerusform>%n interface</numerusform>
            <numerusform>%n interfaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n peering(s)</source>
        <translation>
            <numerusform>%n peering</numerusform>
            <numerusform>%n peerings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n attachment</numerusform>
            <numerusform>%n attachments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n VPN tunnel(s)</source>
        <translation>
            <numerusform>%n VPN tunnel</numerusform>
            <numerusform>%n VPN tunnels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n way(s) to the internet</source>
        <translation>
            <numerusform>%n way to the internet</numerusform>
            <numerusform>%n ways to the internet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransferDialog</name>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n zone</numerusform>
            <numerusform>%n zones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VerdictText</name>
    <message numerus="yes">
        <source>%n stall(s), %1 in all</source>
        <translation>
            <numerusform>%n stall, %1 in all</numerusform>
            <numerusform>%n stalls, %1 in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s) came out of order, which is no loss rate</source>
        <translation>
            <numerusform>%n segment came out of order, which is no loss rate</numerusform>
            <numerusform>%n segments came out of order, which is no loss rate</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WatchLayers</name>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n segment</numerusform>
            <numerusform>%n segments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>The clock of %1 is %n second(s) away from ours. Correct one of them.</source>
        <translation>
            <numerusform>The clock of %1 is %n second away from ours. Correct one of them.</numerusform>
            <numerusform>The clock of %1 is %n seconds away from ours. Correct one of them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ZoneEdits</name>
    <message numerus="yes">
        <source>Paused %n zone(s)</source>
        <translation>
            <numerusform>Paused %n zone</numerusform>
            <numerusform>Paused %n zones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resumed %n zone(s)</source>
        <translation>
            <numerusform>Resumed %n zone</numerusform>
            <numerusform>Resumed %n zones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removed %n zone(s)</source>
        <translation>
            <numerusform>Removed %n zone</numerusform>
            <numerusform>Removed %n zones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::activity::ActivityPage</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::CloudPage</name>
    <message numerus="yes">
        <source>%n part(s) could not be read; everything else was.</source>
        <translation>
            <numerusform>%n part could not be read; everything else was.</numerusform>
            <numerusform>%n parts could not be read; everything else was.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resource(s)</source>
        <translation>
            <numerusform>%n resource</numerusform>
            <numerusform>%n resources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, at %2 of %n edge(s)</source>
        <translation>
            <numerusform>%1, at %2 of %n edge</numerusform>
            <numerusform>%1, at %2 of %n edges</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) are not as intended.</source>
        <translation>
            <numerusform>%n object are not as intended.</numerusform>
            <numerusform>%n objects are not as intended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::CorrectionBar</name>
    <message numerus="yes">
        <source>Carried out: %1. It is taken back in %n second(s) unless you keep it.</source>
        <translation>
            <numerusform>Carried out: %1. It is taken back in %n second unless you keep it.</numerusform>
            <numerusform>Carried out: %1. It is taken back in %n seconds unless you keep it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::DriftView</name>
    <message numerus="yes">
        <source>%n resource(s) could not be read and are not judged.</source>
        <translation>
            <numerusform>%n resource could not be read and are not judged.</numerusform>
            <numerusform>%n resources could not be read and are not judged.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) of a plan do not exist yet.</source>
        <translation>
            <numerusform>%n object of a plan do not exist yet.</numerusform>
            <numerusform>%n objects of a plan do not exist yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::FindingPane</name>
    <message numerus="yes">
        <source>Show %n suppressed</source>
        <translation>
            <numerusform>Show %n suppressed</numerusform>
            <numerusform>Show %n suppressed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::HistoryPane</name>
    <message numerus="yes">
        <source>%1, %n scan(s)</source>
        <translation>
            <numerusform>%1, %n scan</numerusform>
            <numerusform>%1, %n scans</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::ResourceDetail</name>
    <message numerus="yes">
        <source>%n secret(s) taken out before it was kept</source>
        <translation>
            <numerusform>%n secret taken out before it was kept</numerusform>
            <numerusform>%n secrets taken out before it was kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::cloudpage::RevertBar</name>
    <message numerus="yes">
        <source>&amp;Look at %n correction(s)…</source>
        <translation>
            <numerusform>&amp;Look at %n correction…</numerusform>
            <numerusform>&amp;Look at %n corrections…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::ConnectionModel</name>
    <message numerus="yes">
        <source>We receive: only the sender knows what it repeated. %n segment(s) came out of order, which is no loss rate.</source>
        <translation>
            <numerusform>We receive: only the sender knows what it repeated. %n segment came out of order, which is no loss rate.</numerusform>
            <numerusform>We receive: only the sender knows what it repeated. %n segments came out of order, which is no loss rate.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s) sent again, %1 of them for nothing</source>
        <translation>
            <numerusform>%n segment sent again, %1 of them for nothing</numerusform>
            <numerusform>%n segments sent again, %1 of them for nothing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::models::EdgeSerialModel</name>
    <message numerus="yes">
        <source>%n message(s) sent, the last news %1</source>
        <translation>
            <numerusform>%n message sent, the last news %1</numerusform>
            <numerusform>%n messages sent, the last news %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::EndedView</name>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>kept for %n day(s)</source>
        <translation>
            <numerusform>kept for %n day</numerusform>
            <numerusform>kept for %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) the kernel had no room and events were lost</source>
        <translation>
            <numerusform>%n time the kernel had no room and events were lost</numerusform>
            <numerusform>%n times the kernel had no room and events were lost</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::OpenView</name>
    <message numerus="yes">
        <source>At most %n connection(s) can be watched closely at a time.</source>
        <translation>
            <numerusform>At most %n connection can be watched closely at a time.</numerusform>
            <numerusform>At most %n connections can be watched closely at a time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::PathView</name>
    <message numerus="yes">
        <source>%n zone(s) depend on it: %1</source>
        <translation>
            <numerusform>%n zone depends on it: %1</numerusform>
            <numerusform>%n zones depend on it: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The way to %1, %n round(s) since %2, %3 probes</source>
        <translation>
            <numerusform>The way to %1, %n round since %2, %3 probes</numerusform>
            <numerusform>The way to %1, %n rounds since %2, %3 probes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::PeersView</name>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::network::PredictionView</name>
    <message numerus="yes">
        <source>%n minute(s) a point</source>
        <translation>
            <numerusform>%n minute a point</numerusform>
            <numerusform>%n minutes a point</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::primaries::PrimariesPage</name>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n zone</numerusform>
            <numerusform>%n zones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n affected</source>
        <translation>
            <numerusform>%n affected</numerusform>
            <numerusform>%n affected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::propagation::DelayChart</name>
    <message numerus="yes">
        <source>%n failure(s)</source>
        <translation>
            <numerusform>%n failure</numerusform>
            <numerusform>%n failures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::propagation::PropagationPage</name>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n zone</numerusform>
            <numerusform>%n zones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::reports::ReportsPage</name>
    <message numerus="yes">
        <source>Wrote %n file(s) to %1</source>
        <translation>
            <numerusform>Wrote %n file to %1</numerusform>
            <numerusform>Wrote %n files to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::MainWindow</name>
    <message numerus="yes">
        <source>Asking every edge of %n zone(s) for its serial</source>
        <translation>
            <numerusform>Asking every edge of %n zone for its serial</numerusform>
            <numerusform>Asking every edge of %n zones for its serial</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::SidebarButton</name>
    <message numerus="yes">
        <source>%n need(s) attention</source>
        <translation>
            <numerusform>%n needs attention</numerusform>
            <numerusform>%n need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::shell::TransferTracker</name>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n zone</numerusform>
            <numerusform>%n zones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::AddZonesDialog</name>
    <message numerus="yes">
        <source>Add %n zone(s)</source>
        <translation>
            <numerusform>Add %n zone</numerusform>
            <numerusform>Add %n zones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Added %n zone(s)</source>
        <translation>
            <numerusform>Added %n zone</numerusform>
            <numerusform>Added %n zones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::ContentFacts</name>
    <message numerus="yes">
        <source>%n own record set(s)</source>
        <translation>
            <numerusform>%n own record set</numerusform>
            <numerusform>%n own record sets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zonescope::ui::zones::ZonesPage</name>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n zone</numerusform>
            <numerusform>%n zones</numerusform>
        </translation>
    </message>
</context>
</TS>
