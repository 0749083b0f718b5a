/** The one distribution of jstat that tests use as an oracle; the package carries no types of its own. */
declare module 'jstat' {
  const jstat: { readonly studentt: { inv(p: number, df: number): number; cdf(t: number, df: number): number } };
  export default jstat;
}
