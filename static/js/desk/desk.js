// The desk: which views there are, and where.
import { account } from "./account.js";
import { conversations } from "./conversations.js";
import { members } from "./members.js";
import { readPage } from "./page.js";
import { records } from "./records.js";
import { requests } from "./requests.js";
import { reports } from "./reports/reports.js";
import { savedReplies } from "./saved/view.js";
import { createShell } from "./shell.js";

const shell = createShell(readPage());
shell.route("/desk/", conversations, { label: "Conversations", roles: ["agent", "reviewer", "lead"] });
shell.route("/desk/c/:reference", conversations, { roles: ["agent", "reviewer", "lead"] });
shell.route("/desk/replies", savedReplies, { label: "Saved replies", roles: ["agent", "lead"] });
shell.route("/desk/members", members, { label: "Members", roles: ["lead"] });
shell.route("/desk/records", records, { label: "Records", roles: ["lead", "auditor"] });
shell.route("/desk/reports", reports, { label: "Reports", roles: ["lead", "auditor"] });
shell.route("/desk/reading", requests);
shell.route("/desk/account", account, { waiting: true });
void shell.start();
