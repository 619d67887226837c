import { useEffect, useState } from "preact/hooks";

/** This device's clock, read every second, in milliseconds since 1970. */
export const useNow = (): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(ticking);
  }, []);
  return now;
};
