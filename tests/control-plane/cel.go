package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"

	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kubernetes "k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/cel/environment"
)

// evaluate evaluates the expressions on standard input as a ValidatingAdmissionPolicy would, without an API server.
func evaluate(args []string) error {
	flags := flag.NewFlagSet("cel", flag.ExitOnError)
	path := flags.String("objects", "", "file with a v1 List of RBAC objects that the authorizer knows")
	flags.Parse(args)
	known := &objects{}
	if *path != "" {
		clusters, err := readClusters(*path)
		if err != nil {
			return err
		}
		if len(clusters) != 1 {
			return errors.New("cel takes one List")
		}
		known = clusters[0]
	}
	const batch = 64
	evaluator := &evaluator{authorizer: newChain(known).authorizer}
	return answerLines(os.Stdin, os.Stdout, batch, runtime.GOMAXPROCS(0), evaluator.answer)
}

type evaluator struct {
	authorizer authorizer.Authorizer
	// compilers are one for each list of variables: to make one takes longer than all else.
	compilers sync.Map
}

// compiler compiles one expression at a time: the checker notes the types that it meets.
type compiler struct {
	sync.Mutex
	*cel.CompositedCompiler
}

// condition compiles an expression.
func (c *compiler) condition(expression string) cel.ConditionEvaluator {
	c.Lock()
	defer c.Unlock()
	conditions := []cel.ExpressionAccessor{&validating.ValidationCondition{Expression: expression}}
	return c.CompileCondition(conditions, declared, environment.StoredExpressions)
}

// declared is what a policy with parameters may name.
var declared = cel.OptionalVariableDeclarations{HasParams: true, HasAuthorizer: true}

// compiler knows the variables, or says which one no API server lets anyone store.
func (e *evaluator) compiler(variables []variable) (*compiler, error) {
	key := fmt.Sprint(variables)
	if known, ok := e.compilers.Load(key); ok {
		return known.(*compiler), nil
	}
	made, err := cel.NewCompositedCompiler(environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()))
	if err != nil {
		return nil, err
	}
	for _, named := range variables {
		accessor := &validating.Variable{Name: named.Name, Expression: named.Expression}
		result := made.CompileAndStoreVariable(accessor, declared, environment.StoredExpressions)
		if result.Error != nil {
			return nil, result.Error
		}
	}
	known, _ := e.compilers.LoadOrStore(key, &compiler{CompositedCompiler: made})
	return known.(*compiler), nil
}

// evaluation is an expression with the variables of a policy, and what they are evaluated on.
type evaluation struct {
	Expression      string                       `json:"expression"`
	Variables       []variable                   `json:"variables"`
	Object          map[string]any               `json:"object"`
	OldObject       map[string]any               `json:"oldObject"`
	Params          map[string]any               `json:"params"`
	NamespaceObject *corev1.Namespace            `json:"namespaceObject"`
	Request         admissionv1.AdmissionRequest `json:"request"`
}

// variable is one of a policy.
type variable struct {
	Name       string `json:"name"`
	Expression string `json:"expression"`
}

// answer says whether the expression holds, or why it has no value, and what it cost. Reason is "refused" for an
// expression that the API server does not let anyone store.
func (e *evaluator) answer(line []byte) (answer, error) {
	var asked evaluation
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{}, err
	}
	known, err := e.compiler(asked.Variables)
	if err != nil {
		return answer{Reason: "refused", Error: err.Error()}, nil
	}
	program := known.condition(asked.Expression)
	if refused := program.CompilationErrors(); len(refused) > 0 {
		return answer{Reason: "refused", Error: refused[0].Error()}, nil
	}
	bindings := cel.OptionalVariableBindings{Authorizer: e.authorizer}
	if asked.Params != nil {
		bindings.VersionedParams = &unstructured.Unstructured{Object: asked.Params}
	}
	const budget = celconfig.RuntimeCELCostBudget
	namespace := cel.CreateNamespaceObject(asked.NamespaceObject)
	results, left, err := program.ForInput(
		context.Background(), asked.attributes(), &asked.Request, bindings, namespace, budget)
	if err != nil {
		return answer{Error: err.Error()}, nil
	}
	cost := budget - left
	if err := results[0].Error; err != nil {
		return answer{Error: err.Error(), Cost: &cost}, nil
	}
	holds, ok := results[0].EvalResult.Value().(bool)
	if !ok {
		return answer{Error: "neither true nor false", Cost: &cost}, nil
	}
	return answer{Allowed: &holds, Cost: &cost}, nil
}

// attributes are those of a request that an API server would make of it.
func (e *evaluation) attributes() *admission.VersionedAttributes {
	request := &e.Request
	who := &user.DefaultInfo{Name: request.UserInfo.Username, Groups: request.UserInfo.Groups}
	object, old := unversioned(e.Object), unversioned(e.OldObject)
	kind := schema.GroupVersionKind(request.Kind)
	attributes := admission.NewAttributesRecord(object, old, kind, request.Namespace, request.Name,
		schema.GroupVersionResource(request.Resource), request.SubResource, admission.Operation(request.Operation), nil, false, who)
	return &admission.VersionedAttributes{
		Attributes: attributes, VersionedKind: kind, VersionedObject: object, VersionedOldObject: old,
	}
}

func unversioned(object map[string]any) kubernetes.Object {
	if object == nil {
		return nil
	}
	return &unstructured.Unstructured{Object: object}
}
