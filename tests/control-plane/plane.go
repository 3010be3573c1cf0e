package main

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
)

// plane is a control plane, as told to whoever started it, and as kept in its state directory.
type plane struct {
	Server string `json:"server"`
	// Kubeconfig lets in as a member of system:masters, whom no RBAC rule can stop.
	Kubeconfig string `json:"kubeconfig"`
	// CA signs the serving certificate and every client certificate.
	CA      string `json:"ca"`
	CAKey   string `json:"caKey"`
	Dir     string `json:"dir"`
	Version string `json:"version"`
}

// planeFile is where a plane is kept in its state directory.
const planeFile = "control-plane.json"

// start starts the programs one after the other, and returns once the cluster has settled.
func start(ctx context.Context, children *children, controllers bool) (*plane, error) {
	plane, port, err := prepare(children.dir)
	if err != nil {
		return nil, err
	}
	if err := children.start("etcd", etcdFlags...); err != nil {
		return nil, err
	}
	if err := children.start("kube-apiserver", append(apiserverFlags, "--secure-port="+port)...); err != nil {
		return nil, err
	}
	cluster, err := connect(plane)
	if err != nil {
		return nil, err
	}
	if err := poll(ctx, cluster.ready); err != nil {
		return nil, err
	}
	if controllers {
		if err := children.start("kube-controller-manager", controllerManagerFlags...); err != nil {
			return nil, err
		}
		if err := poll(ctx, cluster.settled); err != nil {
			return nil, err
		}
	}
	if plane.Version, err = cluster.version(); err != nil {
		return nil, err
	}
	return plane, plane.save()
}

// prepare chooses a port, and fills the state directory with what the programs need.
func prepare(dir string) (*plane, string, error) {
	port, err := freePort()
	if err != nil {
		return nil, "", err
	}
	plane := &plane{
		Server:     "https://127.0.0.1:" + port,
		Kubeconfig: filepath.Join(dir, "admin.kubeconfig"),
		CA:         filepath.Join(dir, "ca.crt"),
		CAKey:      filepath.Join(dir, "ca.key"),
		Dir:        dir,
	}
	if err := writeCertificates(dir); err != nil {
		return nil, "", err
	}
	admin := identity{user: "kubernetes-admin", groups: []string{"system:masters"}}
	if err := writeKubeconfig(plane, admin, plane.Kubeconfig); err != nil {
		return nil, "", err
	}
	manager := identity{user: "system:kube-controller-manager"}
	err = writeKubeconfig(plane, manager, filepath.Join(dir, "controller-manager.kubeconfig"))
	return plane, port, err
}

// freePort returns a loopback port that nobody listens on. Somebody might before kube-apiserver does,
// though that is unlikely, and then ends the start with a clear message.
func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, err
}

// save keeps the plane in its state directory, for the kubeconfig subcommand.
func (p *plane) save() error {
	content, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.Dir, planeFile), content, 0o600)
}

// load finds the plane of a state directory.
func load(dir string) (*plane, error) {
	content, err := os.ReadFile(filepath.Join(dir, planeFile))
	if err != nil {
		return nil, err
	}
	plane := new(plane)
	return plane, json.Unmarshal(content, plane)
}
