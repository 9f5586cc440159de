/**
 * Covariances of items over the rows that answer all of them, NaN being no answer: two passes over typed arrays, for scales that a
 * million people answered.
 * @param items one array per item, of equal length
 * @returns how many rows answer all, and the matrix with n - 1 in the denominator
 */
export function covarianceOf(items: readonly Float64Array[]): { readonly n: number; readonly covariance: number[][] } {
  const k = items.length;
  const rows = items[0]?.length ?? 0;
  const isWhole = (row: number): boolean => items.every((item) => !Number.isNaN(item[row] ?? Number.NaN));
  const sums = new Float64Array(k);
  let n = 0;
  for (let row = 0; row < rows; row++) {
    if (!isWhole(row)) continue;
    n += 1;
    for (let i = 0; i < k; i++) sums[i] = (sums[i] ?? 0) + (items[i]?.[row] ?? 0);
  }
  const means = sums.map((sum) => sum / n);
  const products = new Float64Array(k * k);
  for (let row = 0; row < rows; row++) {
    if (!isWhole(row)) continue;
    for (let i = 0; i < k; i++) {
      const own = (items[i]?.[row] ?? 0) - (means[i] ?? 0);
      for (let j = 0; j <= i; j++) products[i * k + j] = (products[i * k + j] ?? 0) + own * ((items[j]?.[row] ?? 0) - (means[j] ?? 0));
    }
  }
  return { n, covariance: Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => (products[Math.max(i, j) * k + Math.min(i, j)] ?? 0) / (n - 1))) };
}
