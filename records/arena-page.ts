import type { RecordedRun } from './page.ts';

/** One run of the arena with its report as Markdown. */
export interface ArenaPart {
  readonly run: RecordedRun;
  readonly tables: string;
  /** Of its three files, below the record's folder. */
  readonly folder: string;
}

/** The first paragraph of a report: what it found, or why it was refused. */
function sentenceOf({ tables }: ArenaPart): string {
  return (
    tables
      .trim()
      .split(/\n\s*\n/u)[0]
      ?.trim() ?? ''
  );
}

/** As the pages of the code host name a heading's anchor. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/gu, '')
    .replaceAll(' ', '-');
}

/** Days and machines of the runs, each once, in one sentence. */
function origins(parts: readonly ArenaPart[]): string {
  const texts = parts.map(({ run }) => `${run.date}: ${run.machine}`);
  return `Recorded on ${[...new Set(texts)].join('; and on ')}.`;
}

/** What stands between the markers of the arena's page: a sentence for each run, then each with its tables, command and files. */
export function arenaExcerpt(parts: readonly ArenaPart[], folder: string): string {
  const sentences = parts.map((part) => {
    const { title } = part.run;
    return `- [${title}](#${anchorOf(title)}): ${sentenceOf(part)}`;
  });
  const sections = parts.map((part) => {
    const { run, tables } = part;
    const lowered = tables.trim().replaceAll(/^#{1,2} /gmu, '### ');
    const files = `All numbers and the whole report: [records/${folder}/${part.folder}](../records/${folder}/${part.folder}).`;
    return `## ${run.title}\n\n\`\`\`console\n$ ${run.command}\n\`\`\`\n\n${lowered}\n\n${files}`;
  });
  return [origins(parts), sentences.join('\n'), ...sections].join('\n\n');
}

/** README.md of the record's folder. */
export function arenaFolderPage(parts: readonly ArenaPart[]): string {
  const lines = parts.map(({ run, folder }) => `- [${folder}](${folder}): run ${run.run}\n\n  \`${run.command}\``);
  return `# The arena

${origins(parts)} A run for each kind of work, so that one that is refused refuses no other. \`report.html\` of each is its whole report, \`report.md\` its tables, \`result.json\` every number (\`bakeoff/result@1\`, see docs/results.md).

${lines.join('\n')}

The commands make them again, at the commit that added this folder. Requests, arrivals and orders come out the same; times and CPU do not: that is what the intervals are for.
Another machine gives another record, never a correction of this one.
`;
}
