
use builtin;
use str;

set edit:completion:arg-completer[kubescan] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'kubescan'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'kubescan'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand scan 'Scan a cluster or files: hot pods, escalation paths, risky subjects, roles and bindings'
            cand collect 'Write a snapshot of a cluster, which every command reads with -f; it holds no secret data'
            cand who-can 'Say who may do something: every subject, with the grants that let it'
            cand can-i 'Decide whether somebody may do something, with the reason, or with what comes nearest'
            cand permissions 'Show everything that a subject holds, with where it comes from; or a role, a binding, all subjects of a kind'
            cand paths 'Show the ways from here to there, hop by hop: the grants, the commands, what would stop them, how to detect them'
            cand blast-radius 'Show everything that a node reaches when it is taken over, the worst first'
            cand graph 'Draw the graph, or what lies between two nodes: dot, mermaid, graphml, json'
            cand boundary 'Say what a subject could give itself, whether the guards around it hold, and write the missing one'
            cand grants 'Audit temporary access: what has expired and still grants, what will never go, what was changed since'
            cand template 'List, check, test or import the template of risky permissions'
            cand explain 'Explain an entry of the template, an escape or a check: what it is, why it matters, what to do'
            cand schema 'Print the JSON Schema of what -o json prints'
            cand completions 'Print the completion script of a shell'
            cand man 'Print a manual page: that of kubescan, or of a subcommand'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kubescan;scan'= {
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --as 'Impersonate this user'
            cand --as-group 'Impersonate this group; may be repeated'
            cand --as-uid 'Impersonate this uid'
            cand --template 'A template that replaces or extends the built-in one'
            cand --objective 'Find paths to this node too: sa:NS/NAME, secret:NS/NAME, node:NAME, …; may be repeated'
            cand --fail-on 'Exit with 1 when there is a finding at least this bad'
            cand --confirm 'Ask the API server itself whether the steps of the paths are allowed; needs `create subjectaccessreviews`. `=dry-run` sends what they write too, as dry runs that store nothing, in the names of those who take them; needs `impersonate`'
            cand --severity 'Show only what is at least this bad; the table''s default is low [critical|high|medium|low|info]'
            cand --only 'Show only these kinds'
            cand --by 'List the nodes of the cluster instead: what the compromise of each gives, and who shares it'
            cand --max-paths 'How many paths the table shows'
            cand --max-path-length 'How many hops of a path are written out'
            cand -o 'The format'
            cand --output 'The format'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand --fail-on-guarded 'Count what a guard blocks too: an admission policy, or the pod security level of a namespace'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand --include-builtin 'Show findings on what the API server or kubeadm installs too'
            cand --include-guarded 'Show what a guard blocks too: paths with what blocks them, pods, subjects, roles and bindings that only lead there'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;collect'= {
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --as 'Impersonate this user'
            cand --as-group 'Impersonate this group; may be repeated'
            cand --as-uid 'Impersonate this uid'
            cand -o 'The file to write (zstd); kubescan''s own file is replaced whole or not at all'
            cand --output 'The file to write (zstd); kubescan''s own file is replaced whole or not at all'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand --force 'Replace a file that is not kubescan''s own'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;who-can'= {
            cand --subresource 'The subresource, such as exec, log, scale, token'
            cand -o 'The format'
            cand --output 'The format'
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --as 'Impersonate this user'
            cand --as-group 'Impersonate this group; may be repeated'
            cand --as-uid 'Impersonate this uid'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;can-i'= {
            cand --subresource 'The subresource, such as exec, log, scale, token'
            cand --as 'Ask about this user'
            cand --as-group 'Ask about a member of this group; may be repeated'
            cand --sa 'Ask about this service account'
            cand --reviews 'Decide the SubjectAccessReviews of this file (- for stdin), one JSON object a line'
            cand -o 'The format'
            cand --output 'The format'
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --list 'List everything that is granted'
            cand --confirm 'Ask the API server as well, and tell where it disagrees'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;permissions'= {
            cand --kind 'List all subjects of this kind, with totals'
            cand --diff-with 'Compare with another subject or role, or with the same one in a file or in another context (context:NAME)'
            cand -o 'The format'
            cand --output 'The format'
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --as 'Impersonate this user'
            cand --as-group 'Impersonate this group; may be repeated'
            cand --as-uid 'Impersonate this uid'
            cand --effective 'Merge the rules, and leave out what others contain'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;paths'= {
            cand --from 'From this node, or from what is `exposed` to the outside; may be repeated [default: every source]'
            cand --to 'To this node; may be repeated [default: cluster-admin]'
            cand --without 'Leave out this binding, role, rule of a role (ROLE#RULE, from 0) or workload, and say what would be gone; may be repeated'
            cand -k 'How many ways from a source to a target: each rests on other nodes, bindings or escapes. Each costs searches; without --from that is for every source'
            cand --ways 'How many ways from a source to a target: each rests on other nodes, bindings or escapes. Each costs searches; without --from that is for every source'
            cand --max-paths 'How many paths the table shows'
            cand -o 'The format'
            cand --output 'The format'
            cand --template 'A template that replaces or extends the built-in one'
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --as 'Impersonate this user'
            cand --as-group 'Impersonate this group; may be repeated'
            cand --as-uid 'Impersonate this uid'
            cand --blocked 'Show what a guard blocks too, and by what'
            cand --include-builtin 'Show paths of what the API server or kubeadm installs too'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;blast-radius'= {
            cand -o 'The format'
            cand --output 'The format'
            cand --template 'A template that replaces or extends the built-in one'
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --as 'Impersonate this user'
            cand --as-group 'Impersonate this group; may be repeated'
            cand --as-uid 'Impersonate this uid'
            cand --blocked 'Count what a guard blocks too'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;graph'= {
            cand --from 'Only what this node reaches, or what is `exposed` to the outside; may be repeated'
            cand --to 'Only what reaches this node; may be repeated [default: the objectives]'
            cand -o 'The format'
            cand --output 'The format'
            cand --template 'A template that replaces or extends the built-in one'
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --as 'Impersonate this user'
            cand --as-group 'Impersonate this group; may be repeated'
            cand --as-uid 'Impersonate this uid'
            cand --all-ways 'Draw all ways, not only the shortest from each source to each target'
            cand --blocked 'Draw what a guard blocks too'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;boundary'= {
            cand --fail-on 'Exit with 1 when the verdict is one of these; may be repeated, or several with commas'
            cand -o 'The format'
            cand --output 'The format'
            cand --template 'A template that replaces or extends the built-in one'
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --as 'Impersonate this user'
            cand --as-group 'Impersonate this group; may be repeated'
            cand --as-uid 'Impersonate this uid'
            cand --generate 'Print the ValidatingAdmissionPolicy with its binding that closes the open routes and leaves the rest alone'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;grants'= {
            cand --older-than 'Report temporary bindings that are older: 8h, 30d'
            cand --temporary 'Take as temporary, marked or not: a NAMESPACE, a label KEY=VALUE of a binding or its namespace, rolebinding:NS/NAME, clusterrolebinding:NAME; * at the end; may be repeated'
            cand --grace 'How long an expired binding may still be there'
            cand --now 'The time at which is judged, or a date for its beginning by UTC [default: the API server''s; for files, that of this machine]'
            cand --fail-on 'Exit with 1 when there is a finding at least this bad'
            cand -o 'The format'
            cand --output 'The format'
            cand --template 'A template that replaces or extends the built-in one'
            cand -f 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --filename 'A file, a directory or - for stdin: manifests, kubectl''s output, snapshots; may be repeated'
            cand --server-version 'The server version to assume for files [default: the newest known]'
            cand --max-input 'How many bytes to read at most, of plain JSON or after decompression'
            cand --max-objects 'How many objects to read at most'
            cand -n 'Judge one namespace (and what is cluster-scoped)'
            cand --namespace 'Judge one namespace (and what is cluster-scoped)'
            cand --kubeconfig 'The kubeconfig file'
            cand --context 'The kubeconfig context'
            cand --cluster 'The kubeconfig cluster'
            cand --user 'The kubeconfig user'
            cand --exec-plugins 'Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…'
            cand --qps 'How many requests a second may be sent to the API server'
            cand --request-timeout 'How long one request may take: seconds, or 30s, 2m'
            cand --timeout 'How long reading may take altogether: seconds, or 30s, 2m'
            cand --as 'Impersonate this user'
            cand --as-group 'Impersonate this group; may be repeated'
            cand --as-uid 'Impersonate this uid'
            cand --expired 'Show only what has expired'
            cand --allow-gaps 'Do not exit with 3 when something could not be read'
            cand --strict 'Treat warnings on the input as errors'
            cand -q 'No progress on stderr'
            cand --quiet 'No progress on stderr'
            cand --follow-symlinks 'Follow symbolic links that leave the directory given'
            cand -A 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --all-namespaces 'Judge all namespaces; the default but for can-i, which asks about all at once'
            cand --in-cluster 'Use the service account of the pod that kubescan runs in'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;template'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List the entries'
            cand check 'Say whether a template is valid, with every mistake and its place'
            cand test 'Run the examples of every entry: hits must hit, near misses must not'
            cand import 'Turn a KubiScan template into one of kubescan''s, on stdout'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kubescan;template;list'= {
            cand -o 'The format'
            cand --output 'The format'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;template;check'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;template;test'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;template;import'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;template;help'= {
            cand list 'List the entries'
            cand check 'Say whether a template is valid, with every mistake and its place'
            cand test 'Run the examples of every entry: hits must hit, near misses must not'
            cand import 'Turn a KubiScan template into one of kubescan''s, on stdout'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kubescan;template;help;list'= {
        }
        &'kubescan;template;help;check'= {
        }
        &'kubescan;template;help;test'= {
        }
        &'kubescan;template;help;import'= {
        }
        &'kubescan;template;help;help'= {
        }
        &'kubescan;explain'= {
            cand --template 'A template to look in'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;schema'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;completions'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;man'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kubescan;help'= {
            cand scan 'Scan a cluster or files: hot pods, escalation paths, risky subjects, roles and bindings'
            cand collect 'Write a snapshot of a cluster, which every command reads with -f; it holds no secret data'
            cand who-can 'Say who may do something: every subject, with the grants that let it'
            cand can-i 'Decide whether somebody may do something, with the reason, or with what comes nearest'
            cand permissions 'Show everything that a subject holds, with where it comes from; or a role, a binding, all subjects of a kind'
            cand paths 'Show the ways from here to there, hop by hop: the grants, the commands, what would stop them, how to detect them'
            cand blast-radius 'Show everything that a node reaches when it is taken over, the worst first'
            cand graph 'Draw the graph, or what lies between two nodes: dot, mermaid, graphml, json'
            cand boundary 'Say what a subject could give itself, whether the guards around it hold, and write the missing one'
            cand grants 'Audit temporary access: what has expired and still grants, what will never go, what was changed since'
            cand template 'List, check, test or import the template of risky permissions'
            cand explain 'Explain an entry of the template, an escape or a check: what it is, why it matters, what to do'
            cand schema 'Print the JSON Schema of what -o json prints'
            cand completions 'Print the completion script of a shell'
            cand man 'Print a manual page: that of kubescan, or of a subcommand'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kubescan;help;scan'= {
        }
        &'kubescan;help;collect'= {
        }
        &'kubescan;help;who-can'= {
        }
        &'kubescan;help;can-i'= {
        }
        &'kubescan;help;permissions'= {
        }
        &'kubescan;help;paths'= {
        }
        &'kubescan;help;blast-radius'= {
        }
        &'kubescan;help;graph'= {
        }
        &'kubescan;help;boundary'= {
        }
        &'kubescan;help;grants'= {
        }
        &'kubescan;help;template'= {
            cand list 'List the entries'
            cand check 'Say whether a template is valid, with every mistake and its place'
            cand test 'Run the examples of every entry: hits must hit, near misses must not'
            cand import 'Turn a KubiScan template into one of kubescan''s, on stdout'
        }
        &'kubescan;help;template;list'= {
        }
        &'kubescan;help;template;check'= {
        }
        &'kubescan;help;template;test'= {
        }
        &'kubescan;help;template;import'= {
        }
        &'kubescan;help;explain'= {
        }
        &'kubescan;help;schema'= {
        }
        &'kubescan;help;completions'= {
        }
        &'kubescan;help;man'= {
        }
        &'kubescan;help;help'= {
        }
    ]
    $completions[$command]
}
