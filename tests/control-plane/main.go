// Command control-plane is a real Kubernetes control plane in one binary, for the tests.
//
// It is etcd, kube-apiserver, kube-controller-manager and kubectl, unchanged, chosen by the first argument;
// "up" runs the first three together, and "kubeconfig" lets anyone in as anybody. "authorize" and "review" answer who may
// do what in bulk, the one by the API server's authorizers alone, the other by an API server. "request" sends requests in
// bulk, as anybody. "pod-security" judges pods in bulk, by the checks of the PodSecurity admission plugin alone, and
// "cel" evaluates the expressions of admission policies, by the API server's evaluator alone.
// The tests build it once into a cache outside version control; see README.md and tests/integration/cluster.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

func main() {
	if len(os.Args) < 2 {
		usage()
	}
	program := os.Args[1]
	// Each program reads os.Args itself: it must see its own name first, then its own flags.
	os.Args = append([]string{program}, os.Args[2:]...)
	switch program {
	case "up":
		check(up(os.Args[1:]))
	case "kubeconfig":
		check(printKubeconfig(os.Args[1:]))
	case "authorize":
		check(authorize(os.Args[1:]))
	case "review":
		check(review(os.Args[1:]))
	case "request":
		check(request(os.Args[1:]))
	case "pod-security":
		check(podSecurity(os.Args[1:]))
	case "cel":
		check(evaluate(os.Args[1:]))
	case "etcd":
		etcdmain.Main(os.Args)
	case "kube-apiserver":
		run(apiserver.NewAPIServerCommand())
	case "kube-controller-manager":
		run(controllermanager.NewControllerManagerCommand())
	case "kubectl":
		run(kubectl.NewDefaultKubectlCommand())
	default:
		usage()
	}
}

func run(command *cobra.Command) {
	os.Exit(cli.Run(command))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "control-plane:", err)
		os.Exit(1)
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, `usage: control-plane up [--dir DIR] [--no-controller-manager] [--timeout DURATION]
       control-plane kubeconfig --dir DIR (--user NAME [--group NAME]... | --token TOKEN)
       control-plane authorize --objects FILE
       control-plane review --kubeconfig FILE [--parallel N]
       control-plane request --kubeconfig FILE [--parallel N]
       control-plane pod-security
       control-plane cel [--objects FILE]
       control-plane etcd|kube-apiserver|kube-controller-manager|kubectl [flags]`)
	os.Exit(2)
}
