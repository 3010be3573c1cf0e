package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// pair is a certificate with its private key.
type pair struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// writeCertificates fills the state directory with what the programs need to know and trust one another.
func writeCertificates(dir string) error {
	ca, err := newPair("kubernetes", nil, authority)
	if err != nil {
		return err
	}
	server, err := newPair("kube-apiserver", ca, serving)
	if err != nil {
		return err
	}
	// The front proxy has a CA of its own: whoever that CA signs may speak for any user.
	proxyCA, err := newPair("front-proxy-ca", nil, authority)
	if err != nil {
		return err
	}
	proxy, err := newPair("front-proxy-client", proxyCA, client)
	if err != nil {
		return err
	}
	// The tokens of ServiceAccounts are signed with this key, and checked with the public key in the certificate.
	tokens, err := newPair("service-account", nil, authority)
	if err != nil {
		return err
	}
	return errors.Join(
		ca.write(dir, "ca"),
		server.write(dir, "apiserver"),
		proxyCA.write(dir, "front-proxy-ca"),
		proxy.write(dir, "front-proxy-client"),
		tokens.write(dir, "service-account"),
	)
}

func authority(cert *x509.Certificate) {
	cert.IsCA = true
	cert.BasicConstraintsValid = true
	cert.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
}

func serving(cert *x509.Certificate) {
	cert.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	cert.DNSNames = []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"}
	cert.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(10, 0, 0, 1)}
}

func client(cert *x509.Certificate) {
	cert.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
}

// newPair makes a certificate signed by a CA, or by itself when there is none.
func newPair(name string, ca *pair, options ...func(*x509.Certificate)) (*pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().AddDate(1, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
	}
	for _, option := range options {
		option(template)
	}
	if ca == nil {
		ca = &pair{template, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, ca.cert, key.Public(), ca.key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return &pair{cert, key}, err
}

// encode returns the certificate and the key as PEM.
func (p *pair) encode() (cert, key []byte, err error) {
	der, err := x509.MarshalPKCS8PrivateKey(p.key)
	cert = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.cert.Raw})
	return cert, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), err
}

func (p *pair) write(dir, name string) error {
	cert, key, err := p.encode()
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(dir, name+".crt"), cert, 0o600),
		os.WriteFile(filepath.Join(dir, name+".key"), key, 0o600),
	)
}
