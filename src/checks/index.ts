import { accountWithoutPerson } from "./account-without-person.ts";
import { approvalOverrideAllowed } from "./approval-override-allowed.ts";
import { approvalsKeptOnPush } from "./approvals-kept-on-push.ts";
import { authorApprovalAllowed } from "./author-approval-allowed.ts";
import type { Check } from "./check.ts";
import { citizenshipUnverified } from "./citizenship-unverified.ts";
import { codeownerApprovalOff } from "./codeowner-approval-off.ts";
import { committerApprovalAllowed } from "./committer-approval-allowed.ts";
import { duplicateAccount } from "./duplicate-account.ts";
import { emailMismatch } from "./email-mismatch.ts";
import { entitlementExcess } from "./entitlement-excess.ts";
import { entitlementMissing } from "./entitlement-missing.ts";
import { externalDomain } from "./external-domain.ts";
import { forcePushAllowed } from "./force-push-allowed.ts";
import { groupMismatch } from "./group-mismatch.ts";
import { guestWithAccess } from "./guest-with-access.ts";
import { idMismatch } from "./id-mismatch.ts";
import { idMissing } from "./id-missing.ts";
import { inactiveAccount } from "./inactive-account.ts";
import { leaverWithAccess } from "./leaver-with-access.ts";
import { lightAgentOnRoster } from "./light-agent-on-roster.ts";
import { linkMismatch } from "./link-mismatch.ts";
import { linkMissing } from "./link-missing.ts";
import { linkNotMainPage } from "./link-not-main-page.ts";
import { membershipExpiring } from "./membership-expiring.ts";
import { mergeAccessUnexpected } from "./merge-access-unexpected.ts";
import { mfaDisabled } from "./mfa-disabled.ts";
import { nameMismatch } from "./name-mismatch.ts";
import { neverSignedIn } from "./never-signed-in.ts";
import { pagedWithoutPerson } from "./paged-without-person.ts";
import { pendingInvitation } from "./pending-invitation.ts";
import { personWithoutAccount } from "./person-without-account.ts";
import { pushAccessUnexpected } from "./push-access-unexpected.ts";
import { roleMismatch } from "./role-mismatch.ts";
import { rotationMissing } from "./rotation-missing.ts";
import { rotationUnexpected } from "./rotation-unexpected.ts";
import { serviceAccountUnowned } from "./service-account-unowned.ts";
import { suspendedWithAccess } from "./suspended-with-access.ts";
import { tokenExpired } from "./token-expired.ts";
import { tokenExpiring } from "./token-expiring.ts";
import { tokenNameNonstandard } from "./token-name-nonstandard.ts";
import { tokenNeverExpires } from "./token-never-expires.ts";
import { tokenOwnerLeft } from "./token-owner-left.ts";
import { tokenUnjustified } from "./token-unjustified.ts";
import { tokenUnowned } from "./token-unowned.ts";
import { tokenUnused } from "./token-unused.ts";
import { unexpectedAdmin } from "./unexpected-admin.ts";
import { unrecognisedRole } from "./unrecognised-role.ts";

/** Every check there is, in the order reports list them. Ids are stable: exemptions and earlier audits name them. */
export const checks: readonly Check[] = [
  accountWithoutPerson,
  personWithoutAccount,
  leaverWithAccess,
  nameMismatch,
  emailMismatch,
  idMissing,
  idMismatch,
  roleMismatch,
  groupMismatch,
  unexpectedAdmin,
  inactiveAccount,
  neverSignedIn,
  mfaDisabled,
  duplicateAccount,
  suspendedWithAccess,
  guestWithAccess,
  pendingInvitation,
  unrecognisedRole,
  externalDomain,
  serviceAccountUnowned,
  lightAgentOnRoster,
  citizenshipUnverified,
  tokenUnowned,
  tokenUnjustified,
  tokenNameNonstandard,
  tokenExpired,
  tokenExpiring,
  tokenNeverExpires,
  tokenUnused,
  tokenOwnerLeft,
  linkMissing,
  linkNotMainPage,
  linkMismatch,
  entitlementMissing,
  rotationMissing,
  rotationUnexpected,
  pagedWithoutPerson,
  entitlementExcess,
  membershipExpiring,
  authorApprovalAllowed,
  committerApprovalAllowed,
  approvalOverrideAllowed,
  approvalsKeptOnPush,
  mergeAccessUnexpected,
  pushAccessUnexpected,
  forcePushAllowed,
  codeownerApprovalOff,
];
