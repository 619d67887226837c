export const Moderator = () => (
  <main>
    <h1>Plenary desk</h1>
  </main>
);
