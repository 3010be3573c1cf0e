package main

// The flags of the programs, close to those of kubeadm. Paths are relative to the state directory, where the
// programs run: the path of a unix socket has to be short, and that of a temporary directory may not be.

// etcdFlags forgo durability, as nothing outlives the tests, and ports: unix sockets need no free ones.
var etcdFlags = []string{
	"--data-dir=etcd",
	"--unsafe-no-fsync",
	"--log-level=warn",
	"--listen-client-urls=unix://etcd-client:0",
	"--advertise-client-urls=unix://etcd-client:0",
	"--listen-peer-urls=unix://etcd-peer:0",
	"--initial-advertise-peer-urls=unix://etcd-peer:0",
	"--initial-cluster=default=unix://etcd-peer:0",
}

var apiserverFlags = []string{
	"--etcd-servers=unix://etcd-client:0",
	"--bind-address=127.0.0.1",
	"--tls-cert-file=apiserver.crt",
	"--tls-private-key-file=apiserver.key",
	// Nobody reaches the API server through the kubernetes Service, and a loopback address is no valid endpoint.
	"--advertise-address=127.0.0.1",
	"--endpoint-reconciler-type=none",
	"--service-cluster-ip-range=10.0.0.0/24",
	"--allow-privileged=true",

	"--authorization-mode=Node,RBAC",
	"--enable-admission-plugins=NodeRestriction",
	"--enable-bootstrap-token-auth=true",
	"--client-ca-file=ca.crt",
	"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
	"--service-account-signing-key-file=service-account.key",
	"--service-account-key-file=service-account.crt",
	"--api-audiences=https://kubernetes.default.svc.cluster.local",

	"--requestheader-client-ca-file=front-proxy-ca.crt",
	"--requestheader-allowed-names=front-proxy-client",
	"--requestheader-username-headers=X-Remote-User",
	"--requestheader-group-headers=X-Remote-Group",
	"--requestheader-extra-headers-prefix=X-Remote-Extra-",
	"--proxy-client-cert-file=front-proxy-client.crt",
	"--proxy-client-key-file=front-proxy-client.key",
}

var controllerManagerFlags = []string{
	"--kubeconfig=controller-manager.kubeconfig",
	"--controllers=*",
	"--use-service-account-credentials=true",
	"--service-account-private-key-file=service-account.key",
	"--root-ca-file=ca.crt",
	"--cluster-signing-cert-file=ca.crt",
	"--cluster-signing-key-file=ca.key",
	// It is the only one, and nobody asks it for metrics.
	"--leader-elect=false",
	"--secure-port=0",
	// Every controller gets its own ServiceAccount and token; the default limits would make that take seconds.
	"--kube-api-qps=1000",
	"--kube-api-burst=1000",
}
