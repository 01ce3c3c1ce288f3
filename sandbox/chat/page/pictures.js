/** What a client does to a photo before it sends it: makes it smaller, and a JPEG. */

const TYPES = new Set(["image/jpeg", "image/png", "image/webp", "image/bmp"]);
const LONGEST_SIDE = 2560;
const SMALL_ENOUGH = 5e6;
const QUALITY = 0.87;

/** Returns a file as a photo that Telegram takes; null if it is none. */
export async function prepared(file) {
  if (!TYPES.has(file.type)) return null;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return null;
  }
  try {
    const { width, height } = bitmap;
    if (Math.max(width, height) > 20 * Math.min(width, height)) return null;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    if (scale === 1 && file.size <= SMALL_ENOUGH) return file;
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  } finally {
    bitmap.close();
  }
}
