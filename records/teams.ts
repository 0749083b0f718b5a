/** A team of docs/decide.md: its heading, and its bakeoff.yaml. */
export interface Team {
  readonly title: string;
  readonly config: string;
}

/** The headings of the page under which a whole `bakeoff.yaml` stands. */
export function teamsIn(page: string): readonly Team[] {
  return page.split(/^### /mu).flatMap((part) => {
    const title = part.split('\n')[0]?.trim() ?? '';
    const config = /```yaml\n(name:.*?)```/su.exec(part)?.[1];
    return config === undefined ? [] : [{ title, config }];
  });
}
