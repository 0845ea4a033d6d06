/**
 * A description of a WSDL or of the contract as plain data, so that one comparison serves every part of it. An
 * object's order means nothing; a list is of named things whose order matters.
 */
export type Plain = string | number | boolean | null | readonly Named[] | { readonly [key: string]: Plain };

/** One of an ordered list. */
export type Named = { readonly name: string; readonly [key: string]: Plain };

/** A service as its WSDL tells it. Types and elements are named `contract:ForeignKey`, `arrays:ArrayOfint`, `xs:int`. */
export type ServiceDescription = {
  readonly targetNamespace: string;
  /** Each schema by the namespace it defines, with its `elementFormDefault`. */
  readonly schemas: { readonly [namespace: string]: Plain };
  readonly names: { readonly portType: string; readonly [part: string]: string };
  readonly messages: { readonly [name: string]: Plain };
  readonly operations: { readonly [name: string]: Plain };
  readonly elements: { readonly [name: string]: Plain };
  readonly types: { readonly [name: string]: Plain };
};

/** One element in a sequence: of a named type, or, in a dictionary, with members of its own. */
export type Particle = {
  readonly name: string;
  readonly nillable: boolean;
  readonly minOccurs: string;
  readonly maxOccurs: string;
  readonly type: string | readonly Particle[];
};
