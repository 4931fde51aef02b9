// @ts-check
import { accessSync, constants } from "node:fs";
import { findErrorCode, Problem } from "./problem.mjs";

/**
 * Asked before anything is changed in the checkout. One that is complete may be read-only, as in a container.
 * @param {string} root
 */
export function requireWritable(root) {
  try {
    accessSync(root, constants.W_OK);
  } catch (error) {
    throw new Problem(`The checkout ${root} cannot be written`, findErrorCode(error) ?? String(error), "Clone it to a folder of your own, or give this user the folder");
  }
}
