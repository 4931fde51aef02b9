/** What stands in the way of the whole form, read out when it comes. */
export function FormProblem({ message }: { message: string | undefined }) {
  return <p role="alert" className="text-table text-danger empty:hidden">{message}</p>;
}
