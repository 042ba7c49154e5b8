/** Data is an integer number of bytes; 1 GB = 2^30 bytes. The plan import speaks MB. */
export const BYTES_PER_MB = 1024n ** 2n;
export const BYTES_PER_GB = 1024n ** 3n;

export const megabytes = (count: number | bigint): bigint => BigInt(count) * BYTES_PER_MB;
