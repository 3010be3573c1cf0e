package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// review has the SubjectAccessReviews on standard input answered by an API server.
func review(args []string) error {
	flags := flag.NewFlagSet("review", flag.ExitOnError)
	kubeconfig := flags.String("kubeconfig", "", "kubeconfig of who asks; members of system:masters are never throttled")
	parallel := flags.Int("parallel", 32, "how many to ask at a time")
	flags.Parse(args)
	if *kubeconfig == "" || *parallel < 1 {
		return errors.New("review needs --kubeconfig, and --parallel of at least 1")
	}
	reviewer, err := newReviewer(*kubeconfig)
	if err != nil {
		return err
	}
	return answerLines(os.Stdin, os.Stdout, 1, *parallel, reviewer.answer)
}

// reviewer posts SubjectAccessReviews as they are, so that the API server itself decodes them.
type reviewer struct {
	http *http.Client
	url  string
}

// newReviewer takes no more from Kubernetes' client than the connections: that client limits its own rate.
func newReviewer(kubeconfig string) (*reviewer, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	config.Timeout = 30 * time.Second
	client, err := rest.HTTPClientFor(config)
	return &reviewer{client, strings.TrimSuffix(config.Host, "/") + "/apis/authorization.k8s.io/v1/subjectaccessreviews"}, err
}

// answer asks up to some times, should the API server be busy or the connection break.
func (r *reviewer) answer(review []byte) (answer, error) {
	const tries = 5
	var err error
	for try := range tries {
		time.Sleep(time.Duration(try) * 200 * time.Millisecond)
		var answer answer
		if answer, err = r.ask(review); err == nil {
			return answer, nil
		}
	}
	return answer{}, fmt.Errorf("asked %d times: %w", tries, err)
}

// ask returns an error only where asking again may help. A refusal is an answer.
func (r *reviewer) ask(review []byte) (answer, error) {
	response, err := r.http.Post(r.url, "application/json", bytes.NewReader(review))
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, err
	}
	switch {
	case response.StatusCode == http.StatusCreated:
		var reviewed authorizationv1.SubjectAccessReview
		err := json.Unmarshal(body, &reviewed)
		status := &reviewed.Status
		return answer{Allowed: &status.Allowed, Reason: status.Reason, Error: status.EvaluationError}, err
	case response.StatusCode == http.StatusTooManyRequests, response.StatusCode/100 != 4:
		return answer{}, fmt.Errorf("%s: %s", response.Status, body)
	default:
		return answer{Error: refusal(body)}, nil
	}
}

// refusal is what a Status says, or the text itself where it is none.
func refusal(body []byte) string {
	var status metav1.Status
	if json.Unmarshal(body, &status) == nil && status.Message != "" {
		return status.Message
	}
	return string(body)
}
