/** Whether the answer is among what the page has persisted, read back. Runs inside the page, so it stands alone. */
export async function isPersisted({ question, typed }: { question: string; typed: string }): Promise<boolean> {
  const asked = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  const records: unknown[] = Object.values({ ...localStorage }).flatMap((text: string) => (text.startsWith("{") ? [JSON.parse(text)] : []));
  for (const [name, store] of [["qingting", "drafts"], ["plain", "answers"]] as const) {
    if (!(await indexedDB.databases()).some((each) => each.name === name)) continue;
    const database = await asked(indexedDB.open(name));
    const drafts = database.objectStoreNames.contains(store) ? await asked<{ readonly answers?: unknown }[]>(database.transaction(store).objectStore(store).getAll()) : [];
    database.close();
    records.push(...drafts.map((draft) => draft.answers ?? draft));
  }
  return records.some((record) => {
    const answer = Object.entries(Object(record)).find(([name]) => name === question)?.[1];
    return answer !== undefined && JSON.stringify(answer).includes(typed);
  });
}

/** Whether the form still shows the answer. Runs inside the page, so it stands alone. */
export function isShown({ selector, typed }: { selector: string; typed: string }): boolean {
  const field = document.querySelector(selector);
  if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) return field.checked;
  if (field instanceof HTMLSelectElement) return field.value !== "";
  return (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value === typed;
}
