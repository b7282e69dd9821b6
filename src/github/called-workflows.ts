const CALL = /\buses['"]?\s*:\s*['"]?\.\/(\.github\/workflows\/[^\s'"#,}]+)/g

/** The paths of the local workflows that a workflow calls (GitHub: Reuse workflows). A call in a comment counts too. */
export function calledWorkflows(workflow: string): readonly string[] {
  return [...new Set([...workflow.matchAll(CALL)].map(([, path = '']) => path))]
}
