/** What installs packages, and runs the scripts of an app. */
export type Manager = (typeof MANAGERS)[number];

const MANAGERS = ["npm", "pnpm", "yarn", "bun"] as const;

/**
 * The package manager that has started this program, by what it says of itself in `npm_config_user_agent`; npm by default.
 *
 * @example
 * managerOf("pnpm/10.34.9 npm/? node/v20.20.2 linux x64"); // => "pnpm"
 */
export function managerOf(userAgent: string | undefined = ""): Manager {
  return MANAGERS.find((name) => userAgent.startsWith(`${name}/`)) ?? "npm";
}
