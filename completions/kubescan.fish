# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kubescan_global_optspecs
    string join \n h/help V/version
end

function __fish_kubescan_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kubescan_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kubescan_using_subcommand
    set -l cmd (__fish_kubescan_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kubescan -n "__fish_kubescan_needs_command" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_needs_command" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "scan" -d 'Scan a cluster or files: hot pods, escalation paths, risky subjects, roles and bindings'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "collect" -d 'Write a snapshot of a cluster, which every command reads with -f; it holds no secret data'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "who-can" -d 'Say who may do something: every subject, with the grants that let it'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "can-i" -d 'Decide whether somebody may do something, with the reason, or with what comes nearest'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "permissions" -d 'Show everything that a subject holds, with where it comes from; or a role, a binding, all subjects of a kind'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "paths" -d 'Show the ways from here to there, hop by hop: the grants, the commands, what would stop them, how to detect them'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "blast-radius" -d 'Show everything that a node reaches when it is taken over, the worst first'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "graph" -d 'Draw the graph, or what lies between two nodes: dot, mermaid, graphml, json'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "diff" -d 'Compare two clusters, or one with itself at another time: grants in effect, paths, findings'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "boundary" -d 'Say what a subject could give itself, whether the guards around it hold, and write the missing one'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "grants" -d 'Audit temporary access: what has expired and still grants, what will never go, what was changed since'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "test" -d 'Test a team\'s own assertions: who may, who may not, what leads where and what must not'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "template" -d 'List, check, test or import the template of risky permissions'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "explain" -d 'Explain an entry of the template, an escape or a check: what it is, why it matters, what to do'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "schema" -d 'Print the JSON Schema of what -o json prints'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "man" -d 'Print a manual page: that of kubescan, or of a subcommand'
complete -c kubescan -n "__fish_kubescan_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l template -d 'A template that replaces or extends the built-in one' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l objective -d 'Find paths to this node too: sa:NS/NAME, secret:NS/NAME, node:NAME, …; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l fail-on -d 'Exit with 1 when there is a finding at least this bad: a severity, for one kind KIND=SEVERITY; several with commas. With --baseline only what is new or worse counts' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l fail-on-new -d 'The same, and only together with a baseline; without a value any new finding from low on counts' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l baseline -d 'What was found before, of which no more is said: a report (-o json), or a snapshot or files to judge in the same way. A file that is not there yet and that this run writes as a report is no error: then everything is new' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l suppressions -d 'What was accepted, with a reason and perhaps for a time; it is not shown and does not count' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l confirm -d 'Ask the API server itself whether the steps of the paths are allowed; needs `create subjectaccessreviews`. `=dry-run` sends what they write too, as dry runs that store nothing, in the names of those who take them; needs `impersonate`' -r -f -a "rights\t'Whether the rights are there, by access reviews'
dry-run\t'Whether admission lets the writes in as well, by dry runs'"
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l severity -d 'Show only what is at least this bad; the table\'s default is low [critical|high|medium|low|info]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l only -d 'Show only these kinds' -r -f -a "hot-pod\t''
path\t''
subject\t''
role\t''
binding\t''
guard\t''
hygiene\t''"
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l by -d 'List the nodes of the cluster instead: what the compromise of each gives, and who shares it' -r -f -a "node\t'By node of the cluster'"
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l compliance -d 'Show the controls of a framework instead: pass, fail, accepted (all of it is suppressed), not checked' -r -f -a "cis\t'CIS Kubernetes Benchmark, section 5'
nsa\t'Kubernetes Hardening Guide of NSA and CISA, by topic'
attack\t'MITRE ATT&CK, by technique'"
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l fix-dir -d 'Write fixes here, as files to review: each a change that was tried on a copy of what was scanned, with the paths that it cuts, the rights that go, how it is applied and taken back. Nothing is applied. The folder must hold nothing else' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l max-paths -d 'How many paths the table shows' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l max-path-length -d 'How many hops of a path are written out' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -s o -l output -d 'The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it' -r -f -a "table\t'One screen of what matters'
wide\t'The table with everything'
json\t'The report as JSON'
yaml\t'The report as YAML'
name\t'Names, one a line'
sarif\t'SARIF 2.1.0, for code scanning'
junit\t'JUnit XML, for the test reports of CI systems'
csv\t'All findings as comma-separated values'
markdown\t'A short comment for a pull request'
html\t'A page for a browser: paths to explore, fixes, everything; one file that needs no network'
prometheus\t'Metrics as a text file for Prometheus'"
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l fail-on-guarded -d 'Count what a guard blocks too: an admission policy, or the pod security level of a namespace'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l include-builtin -d 'Show findings on what the API server or kubeadm installs too'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l include-guarded -d 'Show what a guard blocks too: paths with what blocks them, pods, subjects, roles and bindings that only lead there'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -l include-suppressed -d 'Show what is suppressed too'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand scan" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -s o -l output -d 'The file to write (zstd); kubescan\'s own file is replaced whole or not at all' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l force -d 'Replace a file that is not kubescan\'s own'
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand collect" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l subresource -d 'The subresource, such as exec, log, scale, token' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -s o -l output -d 'The format' -r -f -a "table\t'What matters'
wide\t'The table with everything'
json\t'JSON'
yaml\t'YAML'
name\t'Names, one a line'"
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand who-can" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l subresource -d 'The subresource, such as exec, log, scale, token' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l as -d 'Ask about this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l as-group -d 'Ask about a member of this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l sa -d 'Ask about this service account' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l reviews -d 'Decide the SubjectAccessReviews of this file (- for stdin), one JSON object a line' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -s o -l output -d 'The format' -r -f -a "table\t'What matters'
wide\t'The table with everything'
json\t'JSON'
yaml\t'YAML'
name\t'Names, one a line'"
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l list -d 'List everything that is granted'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l confirm -d 'Ask the API server as well, and tell where it disagrees'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand can-i" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l kind -d 'List all subjects of this kind, with totals' -r -f -a "user\t''
group\t''
sa\t''"
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l diff-with -d 'Compare with another subject or role, or with the same one in a file or in another context (context:NAME)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -s o -l output -d 'The format' -r -f -a "table\t'What matters'
wide\t'The table with everything'
json\t'JSON'
yaml\t'YAML'
name\t'Names, one a line'"
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l effective -d 'Merge the rules, and leave out what others contain'
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand permissions" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l from -d 'From this node, or from what is `exposed` to the outside; may be repeated [default: every source]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l to -d 'To this node; may be repeated [default: cluster-admin; without a cluster: aws-admin]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l without -d 'Leave out this binding, role, rule of a role (ROLE#RULE, from 0) or workload, and say what would be gone; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -s k -l ways -d 'How many ways from a source to a target: each rests on other nodes, bindings or escapes. Each costs searches; without --from that is for every source' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l max-paths -d 'How many paths the table shows' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -s o -l output -d 'The format' -r -f -a "table\t'Hop by hop'
wide\t'All of them hop by hop'
json\t'JSON'
yaml\t'YAML'
name\t'Ids of paths, one a line'
dot\t'Graphviz'
mermaid\t'Mermaid'
graphml\t'GraphML'"
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l template -d 'A template that replaces or extends the built-in one' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l blocked -d 'Show what a guard blocks too, and by what'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l include-builtin -d 'Show paths of what the API server or kubeadm installs too'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand paths" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -s o -l output -d 'The format' -r -f -a "table\t'What matters'
wide\t'The table with everything'
json\t'JSON'
yaml\t'YAML'
name\t'Names, one a line'"
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l template -d 'A template that replaces or extends the built-in one' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l blocked -d 'Count what a guard blocks too'
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand blast-radius" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l from -d 'Only what this node reaches, or what is `exposed` to the outside; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l to -d 'Only what reaches this node; may be repeated [default: the objectives]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -s o -l output -d 'The format' -r -f -a "dot\t'Graphviz'
mermaid\t'Mermaid'
graphml\t'GraphML'
json\t'JSON'"
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l template -d 'A template that replaces or extends the built-in one' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l all-ways -d 'Draw all ways, not only the shortest from each source to each target'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l blocked -d 'Draw what a guard blocks too'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand graph" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l fail-on -d 'Exit with 1 when a path or another finding is new or worse, and at least this bad' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l template -d 'A template that replaces or extends the built-in one' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -s n -l namespace -d 'Compare one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -s o -l output -d 'The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it' -r -f -a "table\t'What matters'
wide\t'The table with everything'
json\t'JSON'
yaml\t'YAML'
markdown\t'What matters, for a comment in a review'"
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l exit-code -d 'Exit with 1 when anything differs'
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l include-builtin -d 'Tell differences in what the API server or kubeadm installs too'
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand diff" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l fail-on -d 'Exit with 1 when the verdict is one of these; may be repeated, or several with commas' -r -f -a "broken\t'Guards stand, and a step gets past them'
no-guard\t'A step leads to more, and no guard covers any'
unknown\t'It cannot be known'
holds\t'Every step is blocked'
harmless\t'No step leads to more than it has'
possible\t'Of aws:ARN: an attack succeeds'
conditional\t'Of aws:ARN: whether an attack succeeds hangs on what the exports do not tell'"
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -s o -l output -d 'The format' -r -f -a "table\t'What matters'
wide\t'The table with everything'
json\t'JSON'
yaml\t'YAML'
name\t'Names, one a line'"
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l template -d 'A template that replaces or extends the built-in one' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l generate -d 'Print the ValidatingAdmissionPolicy with its binding that closes the open routes and leaves the rest alone'
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand boundary" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l older-than -d 'Report temporary bindings that are older: 8h, 30d' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l temporary -d 'Take as temporary, marked or not: a NAMESPACE, a label KEY=VALUE of a binding or its namespace, rolebinding:NS/NAME, clusterrolebinding:NAME; * at the end; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l grace -d 'How long an expired binding may still be there' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l now -d 'The time at which is judged, or a date for its beginning by UTC [default: the API server\'s; for files, that of this machine]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l fail-on -d 'Exit with 1 when there is a finding at least this bad' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -s o -l output -d 'The format' -r -f -a "table\t'What matters'
wide\t'The table with everything'
json\t'JSON'
yaml\t'YAML'
name\t'Names, one a line'"
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l template -d 'A template that replaces or extends the built-in one' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -s n -l namespace -d 'Judge one namespace (and what is cluster-scoped)' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l expired -d 'Show only what has expired'
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand grants" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -s o -l output -d 'The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it' -r -f -a "table\t'What does not hold, and why'
wide\t'Every assertion, with every reason'
json\t'JSON'
yaml\t'YAML'
name\t'The places of what does not hold, one a line'
junit\t'JUnit XML, for the test reports of CI systems'"
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l template -d 'A template that replaces or extends the built-in one' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -s f -l filename -d 'A file, a directory or - for stdin: manifests, kubectl\'s output, snapshots; may be repeated' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l cloud -d 'Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l server-version -d 'The server version to assume for files [default: the newest known]' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l max-input -d 'How many bytes to read at most, of plain JSON or after decompression' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l max-objects -d 'How many objects to read at most' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l kubeconfig -d 'The kubeconfig file' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l context -d 'The kubeconfig context' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l cluster -d 'The kubeconfig cluster' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l user -d 'The kubeconfig user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l exec-plugins -d 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l qps -d 'How many requests a second may be sent to the API server' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l request-timeout -d 'How long one request may take: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l timeout -d 'How long reading may take altogether: seconds, or 30s, 2m' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l as -d 'Impersonate this user' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l as-group -d 'Impersonate this group; may be repeated' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l as-uid -d 'Impersonate this uid' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -s n -l namespace -d 'With -f: the namespace of manifests that name none' -r
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l allow-gaps -d 'Do not exit with 3 when something could not be read'
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l strict -d 'Treat warnings on the input as errors'
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -s q -l quiet -d 'No progress on stderr'
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l follow-symlinks -d 'Follow symbolic links that leave the directory given'
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -s A -l all-namespaces -d 'Judge all namespaces; the default but for can-i, which asks about all at once'
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -l in-cluster -d 'Use the service account of the pod that kubescan runs in'
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubescan -n "__fish_kubescan_using_subcommand test" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and not __fish_seen_subcommand_from list check test import help" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and not __fish_seen_subcommand_from list check test import help" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and not __fish_seen_subcommand_from list check test import help" -f -a "list" -d 'List the entries'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and not __fish_seen_subcommand_from list check test import help" -f -a "check" -d 'Say whether a template is valid, with every mistake and its place'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and not __fish_seen_subcommand_from list check test import help" -f -a "test" -d 'Run the examples of every entry: hits must hit, near misses must not'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and not __fish_seen_subcommand_from list check test import help" -f -a "import" -d 'Turn a KubiScan template into one of kubescan\'s, on stdout'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and not __fish_seen_subcommand_from list check test import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from list" -s o -l output -d 'The format' -r -f -a "table\t''
name\t''"
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from test" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the entries'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from help" -f -a "check" -d 'Say whether a template is valid, with every mistake and its place'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from help" -f -a "test" -d 'Run the examples of every entry: hits must hit, near misses must not'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from help" -f -a "import" -d 'Turn a KubiScan template into one of kubescan\'s, on stdout'
complete -c kubescan -n "__fish_kubescan_using_subcommand template; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubescan -n "__fish_kubescan_using_subcommand explain" -l template -d 'A template to look in' -r -F
complete -c kubescan -n "__fish_kubescan_using_subcommand explain" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand explain" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand schema" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand schema" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand completions" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand completions" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand man" -s h -l help -d 'Print help'
complete -c kubescan -n "__fish_kubescan_using_subcommand man" -s V -l version -d 'Print version'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "scan" -d 'Scan a cluster or files: hot pods, escalation paths, risky subjects, roles and bindings'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "collect" -d 'Write a snapshot of a cluster, which every command reads with -f; it holds no secret data'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "who-can" -d 'Say who may do something: every subject, with the grants that let it'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "can-i" -d 'Decide whether somebody may do something, with the reason, or with what comes nearest'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "permissions" -d 'Show everything that a subject holds, with where it comes from; or a role, a binding, all subjects of a kind'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "paths" -d 'Show the ways from here to there, hop by hop: the grants, the commands, what would stop them, how to detect them'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "blast-radius" -d 'Show everything that a node reaches when it is taken over, the worst first'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "graph" -d 'Draw the graph, or what lies between two nodes: dot, mermaid, graphml, json'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "diff" -d 'Compare two clusters, or one with itself at another time: grants in effect, paths, findings'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "boundary" -d 'Say what a subject could give itself, whether the guards around it hold, and write the missing one'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "grants" -d 'Audit temporary access: what has expired and still grants, what will never go, what was changed since'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "test" -d 'Test a team\'s own assertions: who may, who may not, what leads where and what must not'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "template" -d 'List, check, test or import the template of risky permissions'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "explain" -d 'Explain an entry of the template, an escape or a check: what it is, why it matters, what to do'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "schema" -d 'Print the JSON Schema of what -o json prints'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "man" -d 'Print a manual page: that of kubescan, or of a subcommand'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and not __fish_seen_subcommand_from scan collect who-can can-i permissions paths blast-radius graph diff boundary grants test template explain schema completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and __fish_seen_subcommand_from template" -f -a "list" -d 'List the entries'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and __fish_seen_subcommand_from template" -f -a "check" -d 'Say whether a template is valid, with every mistake and its place'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and __fish_seen_subcommand_from template" -f -a "test" -d 'Run the examples of every entry: hits must hit, near misses must not'
complete -c kubescan -n "__fish_kubescan_using_subcommand help; and __fish_seen_subcommand_from template" -f -a "import" -d 'Turn a KubiScan template into one of kubescan\'s, on stdout'
