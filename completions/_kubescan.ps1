
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kubescan' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kubescan'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'kubescan' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Scan a cluster or files: hot pods, escalation paths, risky subjects, roles and bindings')
            [CompletionResult]::new('collect', 'collect', [CompletionResultType]::ParameterValue, 'Write a snapshot of a cluster, which every command reads with -f; it holds no secret data')
            [CompletionResult]::new('who-can', 'who-can', [CompletionResultType]::ParameterValue, 'Say who may do something: every subject, with the grants that let it')
            [CompletionResult]::new('can-i', 'can-i', [CompletionResultType]::ParameterValue, 'Decide whether somebody may do something, with the reason, or with what comes nearest')
            [CompletionResult]::new('permissions', 'permissions', [CompletionResultType]::ParameterValue, 'Show everything that a subject holds, with where it comes from; or a role, a binding, all subjects of a kind')
            [CompletionResult]::new('paths', 'paths', [CompletionResultType]::ParameterValue, 'Show the ways from here to there, hop by hop: the grants, the commands, what would stop them, how to detect them')
            [CompletionResult]::new('blast-radius', 'blast-radius', [CompletionResultType]::ParameterValue, 'Show everything that a node reaches when it is taken over, the worst first')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw the graph, or what lies between two nodes: dot, mermaid, graphml, json')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two clusters, or one with itself at another time: grants in effect, paths, findings')
            [CompletionResult]::new('boundary', 'boundary', [CompletionResultType]::ParameterValue, 'Say what a subject could give itself, whether the guards around it hold, and write the missing one')
            [CompletionResult]::new('grants', 'grants', [CompletionResultType]::ParameterValue, 'Audit temporary access: what has expired and still grants, what will never go, what was changed since')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Test a team''s own assertions: who may, who may not, what leads where and what must not')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'List, check, test or import the template of risky permissions')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain an entry of the template, an escape or a check: what it is, why it matters, what to do')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of what -o json prints')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page: that of kubescan, or of a subcommand')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubescan;scan' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template that replaces or extends the built-in one')
            [CompletionResult]::new('--objective', '--objective', [CompletionResultType]::ParameterName, 'Find paths to this node too: sa:NS/NAME, secret:NS/NAME, node:NAME, …; may be repeated')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 when there is a finding at least this bad: a severity, for one kind KIND=SEVERITY; several with commas. With --baseline only what is new or worse counts')
            [CompletionResult]::new('--fail-on-new', '--fail-on-new', [CompletionResultType]::ParameterName, 'The same, and only together with a baseline; without a value any new finding from low on counts')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'What was found before, of which no more is said: a report (-o json), or a snapshot or files to judge in the same way. A file that is not there yet and that this run writes as a report is no error: then everything is new')
            [CompletionResult]::new('--suppressions', '--suppressions', [CompletionResultType]::ParameterName, 'What was accepted, with a reason and perhaps for a time; it is not shown and does not count')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Ask the API server itself whether the steps of the paths are allowed; needs `create subjectaccessreviews`. `=dry-run` sends what they write too, as dry runs that store nothing, in the names of those who take them; needs `impersonate`')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Show only what is at least this bad; the table''s default is low [critical|high|medium|low|info]')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Show only these kinds')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'List the nodes of the cluster instead: what the compromise of each gives, and who shares it')
            [CompletionResult]::new('--compliance', '--compliance', [CompletionResultType]::ParameterName, 'Show the controls of a framework instead: pass, fail, accepted (all of it is suppressed), not checked')
            [CompletionResult]::new('--fix-dir', '--fix-dir', [CompletionResultType]::ParameterName, 'Write fixes here, as files to review: each a change that was tried on a copy of what was scanned, with the paths that it cuts, the rights that go, how it is applied and taken back. Nothing is applied. The folder must hold nothing else')
            [CompletionResult]::new('--max-paths', '--max-paths', [CompletionResultType]::ParameterName, 'How many paths the table shows')
            [CompletionResult]::new('--max-path-length', '--max-path-length', [CompletionResultType]::ParameterName, 'How many hops of a path are written out')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('--fail-on-guarded', '--fail-on-guarded', [CompletionResultType]::ParameterName, 'Count what a guard blocks too: an admission policy, or the pod security level of a namespace')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('--include-builtin', '--include-builtin', [CompletionResultType]::ParameterName, 'Show findings on what the API server or kubeadm installs too')
            [CompletionResult]::new('--include-guarded', '--include-guarded', [CompletionResultType]::ParameterName, 'Show what a guard blocks too: paths with what blocks them, pods, subjects, roles and bindings that only lead there')
            [CompletionResult]::new('--include-suppressed', '--include-suppressed', [CompletionResultType]::ParameterName, 'Show what is suppressed too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;collect' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write (zstd); kubescan''s own file is replaced whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write (zstd); kubescan''s own file is replaced whole or not at all')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is not kubescan''s own')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;who-can' {
            [CompletionResult]::new('--subresource', '--subresource', [CompletionResultType]::ParameterName, 'The subresource, such as exec, log, scale, token')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;can-i' {
            [CompletionResult]::new('--subresource', '--subresource', [CompletionResultType]::ParameterName, 'The subresource, such as exec, log, scale, token')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Ask about this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Ask about a member of this group; may be repeated')
            [CompletionResult]::new('--sa', '--sa', [CompletionResultType]::ParameterName, 'Ask about this service account')
            [CompletionResult]::new('--reviews', '--reviews', [CompletionResultType]::ParameterName, 'Decide the SubjectAccessReviews of this file (- for stdin), one JSON object a line')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List everything that is granted')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Ask the API server as well, and tell where it disagrees')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;permissions' {
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'List all subjects of this kind, with totals')
            [CompletionResult]::new('--diff-with', '--diff-with', [CompletionResultType]::ParameterName, 'Compare with another subject or role, or with the same one in a file or in another context (context:NAME)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('--effective', '--effective', [CompletionResultType]::ParameterName, 'Merge the rules, and leave out what others contain')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;paths' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'From this node, or from what is `exposed` to the outside; may be repeated [default: every source]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'To this node; may be repeated [default: cluster-admin; without a cluster: aws-admin]')
            [CompletionResult]::new('--without', '--without', [CompletionResultType]::ParameterName, 'Leave out this binding, role, rule of a role (ROLE#RULE, from 0) or workload, and say what would be gone; may be repeated')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'How many ways from a source to a target: each rests on other nodes, bindings or escapes. Each costs searches; without --from that is for every source')
            [CompletionResult]::new('--ways', '--ways', [CompletionResultType]::ParameterName, 'How many ways from a source to a target: each rests on other nodes, bindings or escapes. Each costs searches; without --from that is for every source')
            [CompletionResult]::new('--max-paths', '--max-paths', [CompletionResultType]::ParameterName, 'How many paths the table shows')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template that replaces or extends the built-in one')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('--blocked', '--blocked', [CompletionResultType]::ParameterName, 'Show what a guard blocks too, and by what')
            [CompletionResult]::new('--include-builtin', '--include-builtin', [CompletionResultType]::ParameterName, 'Show paths of what the API server or kubeadm installs too')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;blast-radius' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template that replaces or extends the built-in one')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('--blocked', '--blocked', [CompletionResultType]::ParameterName, 'Count what a guard blocks too')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;graph' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Only what this node reaches, or what is `exposed` to the outside; may be repeated')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Only what reaches this node; may be repeated [default: the objectives]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template that replaces or extends the built-in one')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('--all-ways', '--all-ways', [CompletionResultType]::ParameterName, 'Draw all ways, not only the shortest from each source to each target')
            [CompletionResult]::new('--blocked', '--blocked', [CompletionResultType]::ParameterName, 'Draw what a guard blocks too')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;diff' {
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 when a path or another finding is new or worse, and at least this bad')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template that replaces or extends the built-in one')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Compare one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Compare one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 1 when anything differs')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('--include-builtin', '--include-builtin', [CompletionResultType]::ParameterName, 'Tell differences in what the API server or kubeadm installs too')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;boundary' {
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 when the verdict is one of these; may be repeated, or several with commas')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template that replaces or extends the built-in one')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Print the ValidatingAdmissionPolicy with its binding that closes the open routes and leaves the rest alone')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;grants' {
            [CompletionResult]::new('--older-than', '--older-than', [CompletionResultType]::ParameterName, 'Report temporary bindings that are older: 8h, 30d')
            [CompletionResult]::new('--temporary', '--temporary', [CompletionResultType]::ParameterName, 'Take as temporary, marked or not: a NAMESPACE, a label KEY=VALUE of a binding or its namespace, rolebinding:NS/NAME, clusterrolebinding:NAME; * at the end; may be repeated')
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'How long an expired binding may still be there')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time at which is judged, or a date for its beginning by UTC [default: the API server''s; for files, that of this machine]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 when there is a finding at least this bad')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template that replaces or extends the built-in one')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Judge one namespace (and what is cluster-scoped)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('--expired', '--expired', [CompletionResultType]::ParameterName, 'Show only what has expired')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;test' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template that replaces or extends the built-in one')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated')
            [CompletionResult]::new('--cloud', '--cloud', [CompletionResultType]::ParameterName, 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON')
            [CompletionResult]::new('--server-version', '--server-version', [CompletionResultType]::ParameterName, 'The server version to assume for files [default: the newest known]')
            [CompletionResult]::new('--max-input', '--max-input', [CompletionResultType]::ParameterName, 'How many bytes to read at most, of plain JSON or after decompression')
            [CompletionResult]::new('--max-objects', '--max-objects', [CompletionResultType]::ParameterName, 'How many objects to read at most')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The kubeconfig context')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The kubeconfig cluster')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The kubeconfig user')
            [CompletionResult]::new('--exec-plugins', '--exec-plugins', [CompletionResultType]::ParameterName, 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…')
            [CompletionResult]::new('--qps', '--qps', [CompletionResultType]::ParameterName, 'How many requests a second may be sent to the API server')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take: seconds, or 30s, 2m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long reading may take altogether: seconds, or 30s, 2m')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Impersonate this user')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Impersonate this group; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Impersonate this uid')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'With -f: the namespace of manifests that name none')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'With -f: the namespace of manifests that name none')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Do not exit with 3 when something could not be read')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Treat warnings on the input as errors')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress on stderr')
            [CompletionResult]::new('--follow-symlinks', '--follow-symlinks', [CompletionResultType]::ParameterName, 'Follow symbolic links that leave the directory given')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Judge all namespaces; the default but for can-i, which asks about all at once')
            [CompletionResult]::new('--in-cluster', '--in-cluster', [CompletionResultType]::ParameterName, 'Use the service account of the pod that kubescan runs in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;template' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the entries')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say whether a template is valid, with every mistake and its place')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the examples of every entry: hits must hit, near misses must not')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Turn a KubiScan template into one of kubescan''s, on stdout')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubescan;template;list' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;template;check' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;template;test' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;template;import' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;template;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the entries')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say whether a template is valid, with every mistake and its place')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the examples of every entry: hits must hit, near misses must not')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Turn a KubiScan template into one of kubescan''s, on stdout')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubescan;template;help;list' {
            break
        }
        'kubescan;template;help;check' {
            break
        }
        'kubescan;template;help;test' {
            break
        }
        'kubescan;template;help;import' {
            break
        }
        'kubescan;template;help;help' {
            break
        }
        'kubescan;explain' {
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template to look in')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;schema' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;man' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kubescan;help' {
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Scan a cluster or files: hot pods, escalation paths, risky subjects, roles and bindings')
            [CompletionResult]::new('collect', 'collect', [CompletionResultType]::ParameterValue, 'Write a snapshot of a cluster, which every command reads with -f; it holds no secret data')
            [CompletionResult]::new('who-can', 'who-can', [CompletionResultType]::ParameterValue, 'Say who may do something: every subject, with the grants that let it')
            [CompletionResult]::new('can-i', 'can-i', [CompletionResultType]::ParameterValue, 'Decide whether somebody may do something, with the reason, or with what comes nearest')
            [CompletionResult]::new('permissions', 'permissions', [CompletionResultType]::ParameterValue, 'Show everything that a subject holds, with where it comes from; or a role, a binding, all subjects of a kind')
            [CompletionResult]::new('paths', 'paths', [CompletionResultType]::ParameterValue, 'Show the ways from here to there, hop by hop: the grants, the commands, what would stop them, how to detect them')
            [CompletionResult]::new('blast-radius', 'blast-radius', [CompletionResultType]::ParameterValue, 'Show everything that a node reaches when it is taken over, the worst first')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw the graph, or what lies between two nodes: dot, mermaid, graphml, json')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two clusters, or one with itself at another time: grants in effect, paths, findings')
            [CompletionResult]::new('boundary', 'boundary', [CompletionResultType]::ParameterValue, 'Say what a subject could give itself, whether the guards around it hold, and write the missing one')
            [CompletionResult]::new('grants', 'grants', [CompletionResultType]::ParameterValue, 'Audit temporary access: what has expired and still grants, what will never go, what was changed since')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Test a team''s own assertions: who may, who may not, what leads where and what must not')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'List, check, test or import the template of risky permissions')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain an entry of the template, an escape or a check: what it is, why it matters, what to do')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of what -o json prints')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page: that of kubescan, or of a subcommand')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubescan;help;scan' {
            break
        }
        'kubescan;help;collect' {
            break
        }
        'kubescan;help;who-can' {
            break
        }
        'kubescan;help;can-i' {
            break
        }
        'kubescan;help;permissions' {
            break
        }
        'kubescan;help;paths' {
            break
        }
        'kubescan;help;blast-radius' {
            break
        }
        'kubescan;help;graph' {
            break
        }
        'kubescan;help;diff' {
            break
        }
        'kubescan;help;boundary' {
            break
        }
        'kubescan;help;grants' {
            break
        }
        'kubescan;help;test' {
            break
        }
        'kubescan;help;template' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the entries')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say whether a template is valid, with every mistake and its place')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the examples of every entry: hits must hit, near misses must not')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Turn a KubiScan template into one of kubescan''s, on stdout')
            break
        }
        'kubescan;help;template;list' {
            break
        }
        'kubescan;help;template;check' {
            break
        }
        'kubescan;help;template;test' {
            break
        }
        'kubescan;help;template;import' {
            break
        }
        'kubescan;help;explain' {
            break
        }
        'kubescan;help;schema' {
            break
        }
        'kubescan;help;completions' {
            break
        }
        'kubescan;help;man' {
            break
        }
        'kubescan;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
