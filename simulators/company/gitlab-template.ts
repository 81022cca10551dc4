/** `.gitlab/issue_templates/Zendesk Global.md` of the audits project, as a support operations team would have written it. */
export function zendeskGlobalTemplate(): string {
  return `# Zendesk Global access audit

Quarterly review of who has access to Zendesk Global. See the handbook: "Support Operations > Audits".

## Auditor

- [ ] Say in the team channel that the audit has begun
- [ ] Check that the numbers below agree with Admin Center > People
- [ ] Go through every finding and ask whoever answers for it
- [ ] Chase the owners of API tokens without a justification
- [ ] Ask the Support Operations Manager to review

## Support Operations Manager

- [ ] All findings are settled, or accepted until a date
- [ ] The evidence is filed

## Notes

<!-- The audit fills this in. -->

## Sources

| What | Where |
|---|---|
| Roster | the support team project |
| Accounts | Zendesk Global, agents and admins |

/label ~"Access audit"
/confidential
`;
}
