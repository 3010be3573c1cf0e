package main

import (
	"encoding/json"
	"net/http"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews"

// review has the SubjectAccessReviews on standard input answered by an API server, as they are: it decodes them itself.
func review(args []string) error {
	return askServer("review", args, func(server *server, review []byte) (answer, error) {
		return answered(server.send(http.MethodPost, reviews, http.Header{"Content-Type": {"application/json"}}, review))
	})
}

// answered takes an answer out of a review. A refusal is an answer.
func answered(code int, body []byte, err error) (answer, error) {
	if err != nil || code != http.StatusCreated {
		return answer{Error: refusal(body)}, err
	}
	var reviewed authorizationv1.SubjectAccessReview
	err = json.Unmarshal(body, &reviewed)
	status := &reviewed.Status
	return answer{Allowed: &status.Allowed, Reason: status.Reason, Error: status.EvaluationError}, err
}

// refusal is what a Status says, or the text itself where it is none.
func refusal(body []byte) string {
	var status metav1.Status
	if json.Unmarshal(body, &status) == nil && status.Message != "" {
		return status.Message
	}
	return string(body)
}
