import { decodeFromCompressedBase64 } from 'hdr-histogram-js';

const NS_PER_MS = 1e6;

/** A round's distribution of response times: its value at each of the percentiles, in ms. */
export interface RoundSpectrum {
  readonly requests: number;
  readonly ms: readonly number[];
}

/** Reads a histogram of the generator (HDR V2, base64, nanoseconds) at the percentiles given, 0-100. */
export function spectrumOf(histogram: string, percentiles: readonly number[]): RoundSpectrum {
  const decoded = decodeFromCompressedBase64(histogram, 64, false);
  return {
    requests: decoded.totalCount,
    ms: percentiles.map((percentile) => decoded.getValueAtPercentile(percentile) / NS_PER_MS),
  };
}
