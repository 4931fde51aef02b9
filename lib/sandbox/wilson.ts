import { inverseNormal } from "./inverse-normal";

const Z = inverseNormal(0.975);

/**
 * Between which shares the true one lies with 95 in 100, after `hits` of `tries`: E. B. Wilson's score interval (Journal of
 * the American Statistical Association 22, 1927). Without any try it is anything.
 */
export function wilsonInterval(hits: number, tries: number): readonly [low: number, high: number] {
  if (tries === 0) return [0, 1];
  const share = hits / tries;
  const spread = Z * Math.sqrt((share * (1 - share)) / tries + Z ** 2 / (4 * tries ** 2));
  const scale = 1 + Z ** 2 / tries;
  const middle = share + Z ** 2 / (2 * tries);
  return [hits === 0 ? 0 : (middle - spread) / scale, hits === tries ? 1 : (middle + spread) / scale];
}
