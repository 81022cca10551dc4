/** What the reference data set takes on one platform, as the platform's page computes it. */
interface Floor {
  system: string;
  formula: string;
  most: number;
}

/** In the order of the company's rollcall.yaml. */
export const floors: readonly Floor[] = [
  { system: "zendesk-global", formula: "agents 3, count 1, roles 1, groups 1, memberships 5, tokens and clients 4", most: 15 },
  { system: "calendly", formula: "whose token 1, members 3, invitations 1, groups 1, group memberships 3", most: 9 },
];

/** Those one run reads side by side. */
export const floorSystems: readonly string[] = floors.map(({ system }) => system);
