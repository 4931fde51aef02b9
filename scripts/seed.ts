import { parseEnv } from "@/lib/env";
import { seed } from "@/prisma/seed";

/** `npm start` runs this after the migrations, and reads the one line that it prints. Progress goes to stderr. */
const seeded = await seed(parseEnv(process.env), (line) => {
  console.error(line);
});
console.log(JSON.stringify(seeded === null ? { seeded: false } : { seeded: true, ...seeded }));
