/** What the reference data set takes on one platform, as the platform's page computes it. */
interface Floor {
  system: string;
  formula: string;
  most: number;
}

/** Those whose requests together, and whose wall in one run, have a target of their own. */
export const floors: readonly Floor[] = [
  { system: "zendesk-global", formula: "agents 3, count 1, roles 1, groups 1, memberships 5, tokens and clients 4", most: 15 },
  { system: "calendly", formula: "whose token 1, members 3, invitations 1, groups 1, group memberships 3", most: 9 },
  { system: "pagerduty", formula: "whose key 1, users 3, schedules 1 + 1, policies 1, on-calls 1, licences 1 + 3", most: 12 },
  { system: "gitlab-com", formula: "5 groups × 8, 20 projects × 1", most: 60 },
];

/** The others, read by themselves. 1Password's are processes, not requests. */
export const others: readonly Floor[] = [
  { system: "lab-directory", formula: "SCIM: users 3, groups 1", most: 4 },
  { system: "gitlab-projects", formula: "2, 20 projects × 3", most: 62 },
  { system: "1password", formula: "processes, whatever the size: version, groups, members, sign-ins, vaults, users", most: 6 },
];
