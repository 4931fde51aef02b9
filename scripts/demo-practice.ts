import { demoScript } from "@/lib/practice/demo-script";
import { startPracticeServer, type PracticeServer } from "@/lib/practice/server";

/**
 * The practice providers that the Demo team's endpoints lead to. Without them the demonstration fails, and nothing
 * else: a port that is taken is said, and the gateway goes on.
 */
export async function startDemoPractice(
  isDemo: boolean,
  port: number,
  log: (line: string) => void,
): Promise<PracticeServer | null> {
  if (!isDemo) return null;
  try {
    return await startPracticeServer({ port, script: demoScript });
  } catch (error) {
    log(`the practice providers cannot listen on port ${port}, so the Demo team's calls will fail: ${String(error)}. Set ROUTELEDGER_PRACTICE_PORT to a free port.`);
    return null;
  }
}
