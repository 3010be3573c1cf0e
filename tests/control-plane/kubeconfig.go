package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"flag"
	"os"
	"text/template"
)

// identity is who a kubeconfig lets in as: a user with groups, by client certificate, or whoever a token belongs to.
type identity struct {
	user   string
	groups []string
	token  string
}

// printKubeconfig writes a kubeconfig for anybody, for a control plane that is up.
func printKubeconfig(args []string) error {
	var who identity
	flags := flag.NewFlagSet("kubeconfig", flag.ExitOnError)
	dir := flags.String("dir", "", "state directory of the control plane")
	flags.StringVar(&who.user, "user", "", "name of the user, in a client certificate")
	flags.Func("group", "a group of the user (repeatable)", func(group string) error {
		who.groups = append(who.groups, group)
		return nil
	})
	flags.StringVar(&who.token, "token", "", "bearer token, instead of a user and groups")
	flags.Parse(args)
	if (who.user == "") == (who.token == "") {
		return errors.New("kubeconfig needs either --user or --token")
	}
	plane, err := load(*dir)
	if err != nil {
		return err
	}
	content, err := kubeconfig(plane, who)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(content)
	return err
}

func writeKubeconfig(plane *plane, who identity, path string) error {
	content, err := kubeconfig(plane, who)
	if err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

var kubeconfigTemplate = template.Must(template.New("").Parse(`apiVersion: v1
kind: Config
clusters:
- name: kubernetes
  cluster:
    server: {{.Server}}
    certificate-authority-data: {{.CA}}
contexts:
- name: user@kubernetes
  context:
    cluster: kubernetes
    user: user
current-context: user@kubernetes
users:
- name: user
  user:
{{- if .Token}}
    token: {{.Token}}
{{- else}}
    client-certificate-data: {{.Cert}}
    client-key-data: {{.Key}}
{{- end}}
`))

// kubeconfig returns a kubeconfig that holds all it needs, so that the file may be moved.
func kubeconfig(plane *plane, who identity) ([]byte, error) {
	caPEM, err := os.ReadFile(plane.CA)
	if err != nil {
		return nil, err
	}
	values := struct{ Server, CA, Cert, Key, Token string }{
		Server: plane.Server,
		CA:     base64.StdEncoding.EncodeToString(caPEM),
		Token:  who.token,
	}
	if who.token == "" {
		cert, key, err := clientCertificate(plane, who)
		if err != nil {
			return nil, err
		}
		values.Cert = base64.StdEncoding.EncodeToString(cert)
		values.Key = base64.StdEncoding.EncodeToString(key)
	}
	var out bytes.Buffer
	err = kubeconfigTemplate.Execute(&out, values)
	return out.Bytes(), err
}

// clientCertificate signs a certificate that Kubernetes reads as the user (common name) and groups (organizations).
func clientCertificate(plane *plane, who identity) (cert, key []byte, err error) {
	loaded, err := tls.LoadX509KeyPair(plane.CA, plane.CAKey)
	if err != nil {
		return nil, nil, err
	}
	ca := &pair{loaded.Leaf, loaded.PrivateKey.(*ecdsa.PrivateKey)}
	signed, err := newPair(who.user, ca, client, func(cert *x509.Certificate) {
		cert.Subject.Organization = who.groups
	})
	if err != nil {
		return nil, nil, err
	}
	return signed.encode()
}
