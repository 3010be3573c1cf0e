package main

import (
	"os"
	"runtime"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// podSecurity judges the pods on standard input as the PodSecurity admission plugin would, without an API server.
func podSecurity([]string) error {
	const batch = 256
	return answerLines(os.Stdin, os.Stdout, batch, runtime.GOMAXPROCS(0), new(evaluators).answer)
}

// applicant is a pod that wants to be made in a namespace with these labels.
type applicant struct {
	Labels map[string]string `json:"labels"`
	// Server is the minor version that the server emulates, 0 for its own.
	Server int        `json:"server"`
	Pod    corev1.Pod `json:"pod"`
}

// evaluators are one for each minor version that a server emulates.
type evaluators struct {
	byMinor sync.Map
}

// of makes what the plugin makes when it learns which version its server emulates.
func (e *evaluators) of(minor int) (policy.Evaluator, error) {
	if known, ok := e.byMinor.Load(minor); ok {
		return known.(policy.Evaluator), nil
	}
	var emulated *api.Version
	if minor > 0 {
		version := api.MajorMinorVersion(1, minor)
		emulated = &version
	}
	made, err := policy.NewEvaluator(policy.DefaultChecks(), emulated)
	if err != nil {
		return nil, err
	}
	known, _ := e.byMinor.LoadOrStore(minor, policy.Evaluator(made))
	return known.(policy.Evaluator), nil
}

// answer says whether the pod is let in, under which policy, and why not. Pods are neither defaulted nor validated.
func (e *evaluators) answer(line []byte) (answer, error) {
	var asked applicant
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{}, err
	}
	evaluator, err := e.of(asked.Server)
	if err != nil {
		return answer{}, err
	}
	// What a server takes for the labels that are not there, unless a file of its own says otherwise.
	unset := api.LevelVersion{Level: api.LevelPrivileged, Version: api.LatestVersion()}
	effective, _ := api.PolicyToEvaluate(asked.Labels, api.Policy{Enforce: unset, Audit: unset, Warn: unset})
	results := evaluator.EvaluatePod(effective.Enforce, &asked.Pod.ObjectMeta, &asked.Pod.Spec)
	verdict := policy.AggregateCheckResults(results)
	return answer{Allowed: &verdict.Allowed, Reasons: verdict.ForbiddenReasons, Reason: effective.Enforce.String()}, nil
}
