/** Whether a column is called like a number of rows: "id", "customer_no", "CustomerID", "Unnamed: 0", "index"... but not "humid" or "casino". */
export const namesRows = (name: string) =>
  /^(?:index|row|column0|unnamed: 0)$/i.test(name) ||
  /(?:^|[^a-z])(?:id|uid|uuid|key|no|nr|num|number|idx|index)$/i.test(name) ||
  /[a-z](?:ID|Id|No|Nr|Key)$/.test(name);
