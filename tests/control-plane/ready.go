package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

// cluster asks the API server about the state of things, as the administrator.
type cluster struct {
	server string
	http   *http.Client
}

func connect(plane *plane) (*cluster, error) {
	caPEM, err := os.ReadFile(plane.CA)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(caPEM)
	cert, key, err := clientCertificate(plane, identity{user: "control-plane", groups: []string{"system:masters"}})
	if err != nil {
		return nil, err
	}
	admin, err := tls.X509KeyPair(cert, key)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{admin}}}
	return &cluster{plane.Server, &http.Client{Transport: transport, Timeout: 10 * time.Second}}, err
}

// poll asks again and again, until there is no error any more.
func poll(ctx context.Context, ask func() error) error {
	for {
		err := ask()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w (last answer: %v)", context.Cause(ctx), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// ready says whether the API server is, which includes its own ClusterRoles and bindings.
func (c *cluster) ready() error {
	return c.get("/readyz", nil)
}

// settled says whether the controllers have made what they make in an empty cluster, so that no test sees it change.
//
// They make their own ServiceAccounts first, before any of them runs, so there is no need to look for those.
func (c *cluster) settled() error {
	for _, namespace := range []string{"default", "kube-node-lease", "kube-public", "kube-system"} {
		if err := c.get("/api/v1/namespaces/"+namespace+"/serviceaccounts/default", nil); err != nil {
			return err
		}
		if err := c.get("/api/v1/namespaces/"+namespace+"/configmaps/kube-root-ca.crt", nil); err != nil {
			return err
		}
	}
	return c.aggregated()
}

// aggregated says whether every aggregated ClusterRole, such as admin, holds the rules of all roles it is made of.
func (c *cluster) aggregated() error {
	var roles struct{ Items []*clusterRole }
	if err := c.get("/apis/rbac.authorization.k8s.io/v1/clusterroles", &roles); err != nil {
		return err
	}
	for _, whole := range roles.Items {
		for _, part := range roles.Items {
			if whole.selects(part) && !whole.holds(part) {
				return fmt.Errorf("ClusterRole %s lacks rules of %s", whole.Metadata.Name, part.Metadata.Name)
			}
		}
	}
	return nil
}

// version returns the version that the API server reports.
func (c *cluster) version() (string, error) {
	var version struct{ GitVersion string }
	err := c.get("/version", &version)
	return version.GitVersion, err
}

func (c *cluster) get(path string, into any) error {
	response, err := c.http.Get(c.server + path)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(path + ": " + response.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}
