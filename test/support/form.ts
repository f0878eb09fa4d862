/** A form as browsers send it, for a request's raw body. */
export async function aForm(
  kind: string | null,
  ...files: readonly { readonly bytes: Buffer; readonly name: string; readonly type?: string }[]
): Promise<{ text: Buffer; type: string }> {
  const form = new FormData();
  for (const { bytes, name, type } of files) {
    form.append('file', new Blob([new Uint8Array(bytes)], { type: type ?? 'application/octet-stream' }), name);
  }
  if (kind !== null) form.append('kind', kind);
  const encoded = new Response(form);
  return { text: Buffer.from(await encoded.arrayBuffer()), type: encoded.headers.get('content-type') ?? '' };
}

/** A small document that is a PDF by its bytes; the words make it another one. */
export const aPdf = (words = 'verzonnen'): Buffer =>
  Buffer.from(`%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n% ${words}\ntrailer << /Root 1 0 R >>\n%%EOF\n`);
