/** Whether an API operation or IAM action only reads: `DescribeDBClusters`, `backup:ListBackupPlans`, `iam:GetRole`. */
export const isRead = (operation: string): boolean => /^(?:[a-z0-9-]+:)?(?:Describe|List|Get)[A-Z]/.test(operation);
