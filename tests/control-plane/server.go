package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// askServer asks an API server about each line of standard input, some at a time.
func askServer(name string, args []string, ask func(*server, []byte) (answer, error)) error {
	flags := flag.NewFlagSet(name, flag.ExitOnError)
	kubeconfig := flags.String("kubeconfig", "", "kubeconfig of who asks; members of system:masters are never throttled")
	parallel := flags.Int("parallel", 32, "how many to ask at a time")
	flags.Parse(args)
	if *kubeconfig == "" || *parallel < 1 {
		return errors.New(name + " needs --kubeconfig, and --parallel of at least 1")
	}
	server, err := newServer(*kubeconfig)
	if err != nil {
		return err
	}
	return answerLines(os.Stdin, os.Stdout, 1, *parallel, func(line []byte) (answer, error) { return ask(server, line) })
}

// server is an API server, and who asks it.
type server struct {
	http *http.Client
	url  string
}

// newServer takes no more from Kubernetes' client than the connections: that client limits its own rate.
func newServer(kubeconfig string) (*server, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	config.Timeout = 30 * time.Second
	client, err := rest.HTTPClientFor(config)
	return &server{client, strings.TrimSuffix(config.Host, "/")}, err
}

// send sends a request, up to some times, should the API server be busy or the connection break.
func (s *server) send(method, path string, header http.Header, body []byte) (code int, answer []byte, err error) {
	const tries = 5
	for try := range tries {
		time.Sleep(time.Duration(try) * 200 * time.Millisecond)
		if code, answer, err = s.sendOnce(method, path, header, body); err == nil {
			return code, answer, nil
		}
	}
	return 0, nil, fmt.Errorf("asked %d times: %w", tries, err)
}

// sendOnce returns an error only where asking again may help.
func (s *server) sendOnce(method, path string, header http.Header, body []byte) (int, []byte, error) {
	request, err := http.NewRequest(method, s.url+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header = header
	response, err := s.http.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode == http.StatusTooManyRequests || response.StatusCode >= 500) {
		err = fmt.Errorf("%s: %s", response.Status, answer)
	}
	return response.StatusCode, answer, err
}
