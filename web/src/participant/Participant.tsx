export const Participant = () => (
  <main>
    <h1>Plenary</h1>
  </main>
);
