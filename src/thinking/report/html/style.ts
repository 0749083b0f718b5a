/**
 * The page's one style sheet. Hues are of languages and chosen for each theme, so that three of them stay apart for
 * colour-blind readers and from the ground; within a language a framework differs by shade, dash and shape of mark.
 */
export const STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --ink: #17202a; --quiet: #566170; --hair: #e3e7ec; --rule: #c3cad3;
  --panel: #f6f8fa; --zone: #dfe5ec; --node: #14532d; --go: #3b82f6; --rust: #e0661f; --other: #6b7280;
  --better: #1d4ed8; --worse: #b45309; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0f1419; --ink: #e6eaef; --quiet: #a3adb9; --hair: #232b34; --rule: #3c4753;
    --panel: #161c23; --zone: #27313c; --node: #86efac; --go: #2f7df4; --rust: #d14a26; --other: #9ca3af;
    --better: #7eb0ff; --worse: #f5a35c; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 72rem; padding: 2.5rem 1rem 5rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; overflow-wrap: break-word; }
header { margin-bottom: 2.5rem; }
h1 { font-size: 1.55rem; line-height: 1.25; font-weight: 650; margin: 0 0 .35rem; letter-spacing: -.01em; }
h2 { font-size: 1.2rem; line-height: 1.3; font-weight: 650; margin: 3.75rem 0 .5rem; }
h3 { font-size: 1rem; font-weight: 650; margin: 2rem 0 .35rem; }
h2.scenario { font-size: 1rem; margin: 2.4rem 0 .35rem; }
.of { font-weight: 400; color: var(--quiet); }
p, ul { margin: .4rem 0 .9rem; max-width: 44rem; }
ul { padding-left: 1.2rem; } li { margin: .3rem 0; }
.quiet, figcaption, dt { color: var(--quiet); }
.verdict { font-size: 1.08rem; line-height: 1.55; max-width: 48rem; margin: .4rem 0 .8rem; }
.refused { border-left: 3px solid var(--worse); padding-left: .9rem; }
code, pre { font: .86em/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
pre { background: var(--panel); padding: .7rem .9rem; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0 .9rem; }
.digest { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: .9rem 0; }
table { border-collapse: collapse; font-size: .9rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.note { color: var(--quiet); font-size: .9rem; margin: .9rem 0 -.3rem; }
th, td { padding: .42rem .8rem .42rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--hair); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 500; color: var(--quiet); border-bottom-color: var(--rule); vertical-align: bottom; }
tbody th { font-weight: 500; white-space: nowrap; position: sticky; left: 0; background: var(--ground); }
td.n, th.n { text-align: right; white-space: nowrap; }
td.ratio, .whole { white-space: nowrap; } .under { display: block; font-size: .82rem; }
.scores { font-size: .875rem; } .corner { border-bottom: 0; } tbody th .under { padding-left: 1.45em; font-weight: 400; } .scores td.ratio { padding-right: 1.3rem; } .scores thead tr:first-child th { border-bottom: 0; padding-bottom: 0; }
.word { white-space: nowrap; } .word.better { color: var(--better); } .word.worse { color: var(--worse); }
.word.equivalent, .word.undecided { color: var(--quiet); }
.word.refused { border: 0; padding: 0; color: var(--worse); }
.claims td { vertical-align: top; } .claims td:nth-child(2) { max-width: 44rem; } .claims .under { margin-top: .3rem; color: var(--quiet); }
.claim-supported, .claim-stronger { color: var(--better); } .claim-weaker, .claim-opposite, .claim-outdated { color: var(--worse); } .claim-undecided, .claim-judgement { color: var(--quiet); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.5rem 2.75rem; align-items: start; margin: .8rem 0; }
figure { margin: 0; max-width: 31rem; }
figure h4 { font-size: .95rem; font-weight: 600; margin: 0 0 .4rem; }
figcaption { font-size: .88rem; line-height: 1.45; margin-top: .2rem; }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--quiet); font-size: .9rem; width: fit-content; }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--better); outline-offset: 3px; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .3rem 1.5rem; font-size: .95rem; margin: .8rem 0; }
dd { margin: 0; min-width: 0; font-variant-numeric: tabular-nums; }
.chart { display: block; width: 100%; height: auto; font-size: 13px; font-family: inherit; font-variant-numeric: tabular-nums; overflow: visible; }
.chart text { fill: var(--ink); paint-order: stroke; stroke: var(--ground); stroke-width: 3.5px; stroke-linejoin: round; } .chart .tick, .chart .direction, .chart .objective-name, .chart .void-name { fill: var(--quiet); font-size: 12px; }
.chart .name { font-weight: 500; }
.key { display: inline-block; margin-right: .45em; vertical-align: -.08em; overflow: visible; }
.grid { stroke: var(--hair); stroke-width: 1; } .one { stroke: var(--quiet); stroke-width: 1; }
.zone { fill: var(--zone); } .void { fill: var(--zone); }
.leader { stroke: var(--rule); stroke-width: 1; }
.objective { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 5 4; }
.lang-node { --hue: var(--node); } .lang-go { --hue: var(--go); } .lang-rust { --hue: var(--rust); } .lang-other { --hue: var(--other); }
.shade-1 { --own: var(--hue); } .shade-2 { --own: color-mix(in oklab, var(--hue) 72%, var(--ink)); } .shade-3 { --own: color-mix(in oklab, var(--hue) 70%, var(--ground)); }
.mark { stroke: var(--own); stroke-width: 1.6; } .mark.filled { fill: var(--own); } .mark.hollow { fill: var(--ground); }
.mark.faint { stroke: none; fill: var(--own); opacity: .5; }
.interval { stroke: var(--own); stroke-width: 2.6; } .interval.open { stroke-dasharray: 4 3; } .end { stroke: var(--own); stroke-width: 1.6; }
.curve { fill: none; stroke: var(--own); stroke-width: 2.2; stroke-linejoin: round; } .band { fill: var(--own); opacity: .13; }
.thread { fill: none; stroke: var(--own); stroke-width: 1; opacity: .55; }
@media (max-width: 30rem) { body { padding-top: 1.5rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } h2 { margin-top: 3rem; } }
@media (max-width: 40rem) { .claims thead { display: none; } .claims tr { display: grid; grid-template-columns: auto 1fr; column-gap: .8rem; border-bottom: 1px solid var(--hair); padding: .3rem 0; } .claims th, .claims td { border-bottom: 0; padding: .15rem 0; } .claims td:nth-child(2) { grid-column: 1 / 3; grid-row: 2; } }
@media (forced-colors: active) { .mark, .interval, .curve, .end, .thread { stroke: CanvasText; } }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .pair, figure, tr, .verdict { break-inside: avoid; } h2, h3 { break-after: avoid; } .scroll { overflow: visible; } }
`;
