/** Health is asked by those who decide on more than a second: a database that takes longer is as good as away. */
const PATIENCE_MS = 1_000;

/** Whether the database answers, asked once at a time however often and by however many one wants to know. */
export class DatabaseProbe {
  private underWay: Promise<boolean> | null = null;

  constructor(private readonly ask: () => Promise<unknown>) {}

  isReachable(): Promise<boolean> {
    this.underWay ??= this.ask()
      .then(() => true, () => false)
      .finally(() => {
        this.underWay = null;
      });
    const asked = this.underWay;
    return new Promise((resolve) => {
      const late = setTimeout(resolve, PATIENCE_MS, false);
      void asked.then((isReachable) => {
        clearTimeout(late);
        resolve(isReachable);
      });
    });
  }
}
