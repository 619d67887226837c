export const Projector = () => (
  <main>
    <h1>Plenary on screen</h1>
  </main>
);
