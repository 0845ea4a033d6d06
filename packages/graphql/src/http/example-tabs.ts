/**
 * The tabs that GraphiQL opens with: a key is saved, read back in two ways, and then a ticket is requested and used.
 */
export const exampleTabs: { query: string; variables?: string; headers?: string }[] = [
  {
    query: `# Gives contact 1 its number in an ERP. App and
# device are created when they are missing.
mutation SaveForeignKey {
  saveForeignKey(
    applicationName: "erp"
    deviceName: "erp"
    foreignKey: {
      key: "customer-no"
      value: "10042"
      tableName: "contact"
      recordId: 1
    }
  ) {
    key
    value
    tableName
    recordId
    updatedBy
    updatedDate
  }
}
`,
  },
  {
    query: `# The contact's number in the ERP.
query KeyOfContact($contactId: Int!) {
  key(
    applicationName: "erp"
    deviceName: "erp"
    keyName: "customer-no"
    tableName: "contact"
    recordId: $contactId
  ) {
    value
    updatedDate
  }
}
`,
    variables: `{ "contactId": 1 }`,
  },
  {
    query: `# All that an app has stored: the first keys of
# each device.
query ForeignApp {
  foreignApp(name: "erp") {
    name
    devices {
      name
      deviceIdentifier
      keys(first: 10) {
        edges {
          node {
            key
            value
            tableName
            recordId
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
`,
  },
  {
    query: `# Answers a ticket, which the next tab is for.
mutation SignIn($userName: String!, $password: String!) {
  authenticateUsernamePassword(userName: $userName, password: $password) {
    authenticationSucceeded
    credentials {
      ticket
    }
    response {
      fullName
    }
  }
}
`,
    variables: `{ "userName": "ADM0", "password": "" }`,
  },
  {
    query: `# As the user whose ticket stands in "Headers" below
# instead of 7T:... It is forgotten with this page.
query WithTicket {
  foreignApp(name: "erp") {
    name
  }
}
`,
    headers: `{ "Authorization": "SOTicket 7T:..." }`,
  },
];
