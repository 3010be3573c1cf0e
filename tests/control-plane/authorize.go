package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"

	authorizationv1 "k8s.io/api/authorization/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/apiserver/pkg/authorization/union"
	covers "k8s.io/component-helpers/auth/rbac/validation"
	"k8s.io/kubernetes/pkg/apis/authorization"
	conversion "k8s.io/kubernetes/pkg/apis/authorization/v1"
	"k8s.io/kubernetes/pkg/apis/authorization/validation"
	"k8s.io/kubernetes/pkg/auth/nodeidentifier"
	"k8s.io/kubernetes/pkg/registry/authorization/util"
	rules "k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/node"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy"
)

// authorize answers the questions on standard input as an API server with these objects would, without one.
func authorize(args []string) error {
	flags := flag.NewFlagSet("authorize", flag.ExitOnError)
	path := flags.String("objects", "", "file with a v1 List, as of kubectl get --output=json, or several, one behind the other")
	flags.Parse(args)
	if *path == "" {
		return errors.New("authorize needs --objects")
	}
	clusters, err := readClusters(*path)
	if err != nil {
		return err
	}
	var chains chains
	for _, objects := range clusters {
		chains = append(chains, newChain(objects))
	}
	const batch = 4096
	return answerLines(os.Stdin, os.Stdout, batch, runtime.GOMAXPROCS(0), chains.answer)
}

// chains are one for each List of objects: whoever asks about many clusters starts this program once.
type chains []*chain

// chain is what an API server with --authorization-mode=Node,RBAC asks.
type chain struct {
	authorizer authorizer.Authorizer
	// rules is what the API server asks before it lets anyone write a role or a binding.
	rules rules.AuthorizationRuleResolver
}

// newChain puts the authorizers together as in pkg/kubeapiserver/authorizer, in the same order.
func newChain(objects *objects) *chain {
	return &chain{
		union.New(
			authorizerfactory.NewPrivilegedGroups(user.SystemPrivilegedGroup),
			node.NewAuthorizer(objects.nodes, nodeidentifier.NewDefaultNodeIdentifier(), bootstrappolicy.NodeRules()),
			rbac.New(objects, objects, objects, objects),
		),
		rules.NewDefaultRuleResolver(objects, objects, objects, objects),
	}
}

// question is a SubjectAccessReview, or of kind Coverage: whether what a user holds in a namespace covers some rules.
// As in the API server, the case of a field matters.
type question struct {
	authorizationv1.SubjectAccessReview
	User      string              `json:"user"`
	Groups    []string            `json:"groups"`
	Namespace string              `json:"namespace"`
	Rules     []rbacv1.PolicyRule `json:"rules"`
	// Objects is the place of the List that is asked about.
	Objects int `json:"objects"`
}

// answer never fails: what the API server would refuse to answer has an answer that says why.
func (all chains) answer(line []byte) (answer, error) {
	var question question
	if err := json.Unmarshal(line, &question); err != nil {
		return answer{Error: err.Error()}, nil
	}
	if question.Objects < 0 || question.Objects >= len(all) {
		return answer{Error: fmt.Sprintf("there is no List %d", question.Objects)}, nil
	}
	c := all[question.Objects]
	switch question.Kind {
	case "SubjectAccessReview":
		return c.review(&question.SubjectAccessReview), nil
	case "Coverage":
		return c.coverage(&question), nil
	default:
		return answer{Error: "unknown kind of question: " + question.Kind}, nil
	}
}

// review decides as the API server's storage of SubjectAccessReviews does.
func (c *chain) review(asked *authorizationv1.SubjectAccessReview) answer {
	var review authorization.SubjectAccessReview
	if err := conversion.Convert_v1_SubjectAccessReview_To_authorization_SubjectAccessReview(asked, &review, nil); err != nil {
		return answer{Error: err.Error()}
	}
	if wrong := validation.ValidateSubjectAccessReview(&review); len(wrong) > 0 {
		return answer{Error: apierrors.NewInvalid(authorization.Kind(review.Kind), "", wrong).Error()}
	}
	attributes := util.AuthorizationAttributesFrom(review.Spec)
	decision, reason, err := c.authorizer.Authorize(context.Background(), attributes)
	allowed := decision == authorizer.DecisionAllow
	return answer{Allowed: &allowed, Reason: reason, Error: util.BuildEvaluationError(err, attributes)}
}

// coverage decides as the API server's ConfirmNoEscalation does. Roles that are missing are no reason to stop.
func (c *chain) coverage(asked *question) answer {
	who := &user.DefaultInfo{Name: asked.User, Groups: asked.Groups}
	held, err := c.rules.RulesFor(context.Background(), who, asked.Namespace)
	covered, uncovered := covers.Covers(held, asked.Rules)
	answer := answer{Covered: &covered, Uncovered: uncovered}
	if err != nil {
		answer.Error = err.Error()
	}
	return answer
}
