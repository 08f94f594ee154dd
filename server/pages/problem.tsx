/** A page that says what went wrong and what can be done. */
export function ProblemPage({ heading, lines }: { heading: string; lines: string[] }) {
  return (
    <section class="problem">
      <h1>{heading}</h1>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>
        <a href="/">回到总览</a>
      </p>
    </section>
  );
}
